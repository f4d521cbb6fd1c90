import { entity } from '../model/entity.ts';

/** The runs of the scheduled tasks, one a slot. */
export const TaskRuns = entity('taskRun', {
  attributes: {
    task: { type: 'string', required: true },
    /** The scheduled time, to the minute. */
    slot: { type: 'string', required: true },
    state: { type: ['running', 'succeeded', 'failed'] as const, required: true },
    /** Epoch milliseconds until which a running one is left alone. */
    leaseUntil: { type: 'number', required: true },
    startedAt: { type: 'string', required: true },
    finishedAt: { type: 'string' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: the runs of one task, by slot. */
    run: { pk: ['task'], sk: ['slot'] },
  },
});
