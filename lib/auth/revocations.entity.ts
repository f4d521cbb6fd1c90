import { entity } from '../model/entity.ts';

/**
 * Sessions whose access tokens must not be honoured any more, until the last of them expires. They
 * are named one by one: a time of issue would let in who was faster and keep out who signs in again
 * within the same moment.
 */
export const Revocations = entity('revocation', {
  attributes: {
    /** What ended: a session, or `<user id>.<n>` for the sessions that one change of theirs ended. */
    subject: { type: 'string', required: true },
    sessionIds: { type: 'set', items: 'string', required: true },
    /** Epoch seconds: when the last access token of the sessions has expired. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /**
     * Isolated: all live revocations in one partition, so that a container learns of them by one
     * query every few seconds. It holds 15 minutes of sign-outs.
     */
    live: { pk: [], sk: ['subject'] },
  },
});
