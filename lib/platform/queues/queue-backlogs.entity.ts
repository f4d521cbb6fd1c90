import { Entity, table } from '../../model/electro.ts';

/** Queues in which messages wait, and since when; a queue that was seen empty has none. */
export const QueueBacklogs = new Entity(
  {
    model: { service: 'moa', entity: 'queueBacklog', version: '1' },
    attributes: {
      queue: { type: 'string', required: true },
      since: { type: 'string', required: true },
    },
    indexes: {
      /** Isolated: one item a queue, all in one partition, read together. */
      backlogs: {
        pk: { field: 'pk', composite: [], casing: 'none' },
        sk: { field: 'sk', composite: ['queue'], casing: 'none' },
      },
    },
  },
  table,
);
