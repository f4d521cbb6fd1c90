import { entity } from './entity.ts';

/**
 * The record that something was done: written in the same transaction as the effect of an
 * idempotent request, a message or a slot of a task, so that it cannot be done twice.
 */
export const OnceRecords = entity('once', {
  attributes: {
    /** Hash of what is done once and for whom. */
    key: { type: 'string', required: true },
    /** Hash of the request; another request under the same key is refused. */
    fingerprint: { type: 'string', required: true },
    /** Sealed JSON of what the call came to. */
    outcome: { type: 'string' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a key, looked up by the whole key only. */
    record: { pk: ['key'], sk: [] },
  },
});
