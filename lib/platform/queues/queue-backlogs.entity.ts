import { entity } from '../../model/entity.ts';

/** Queues in which messages wait, and since when; a queue that was seen empty has none. */
export const QueueBacklogs = entity('queueBacklog', {
  attributes: {
    queue: { type: 'string', required: true },
    since: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a queue, all in one partition, read together. */
    backlogs: { pk: [], sk: ['queue'] },
  },
});
