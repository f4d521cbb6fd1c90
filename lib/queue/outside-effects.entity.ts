import { entity } from '../model/entity.ts';

/** What workers did, or may have done, outside the table: one item a message. */
export const OutsideEffects = entity('outsideEffect', {
  attributes: {
    /** Hash of the queue and the message's id. */
    effectKey: { type: 'string', required: true },
    /**
     * `started`: it may have happened · `failed`: it did not · `done` · `unknown`: it may have
     * happened and is not tried again.
     */
    state: { type: ['started', 'failed', 'done', 'unknown'] as const, required: true },
    attempt: { type: 'number', required: true },
    /** Epoch milliseconds until which a started one is left to the worker that started it. */
    leaseUntil: { type: 'number', required: true },
    /** What came of it, in the words of whoever did it. */
    result: { type: 'string' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a message. */
    effect: { pk: ['effectKey'], sk: [] },
  },
});
