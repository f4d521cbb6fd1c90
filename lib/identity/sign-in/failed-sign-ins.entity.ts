import { entity } from '../../model/entity.ts';

/**
 * Sign-ins that failed, once for each hour, source and address or account: the stream tells them to
 * the audit. One without a `userId` is told to nobody; it is written so that a known address and an
 * unknown one cost the same work.
 */
export const FailedSignIns = entity('failedSignIn', {
  attributes: {
    /** A hash: it names neither the address nor the source. */
    failureKey: { type: 'string', required: true },
    kind: { type: ['sign_in', 'second_factor'] as const, required: true },
    userId: { type: 'string' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: read by the stream only. */
    failure: { pk: ['failureKey'], sk: [] },
  },
});
