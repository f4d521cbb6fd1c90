import { entity } from '../../model/entity.ts';

/**
 * Wishes for a mail to an account's owner, by somebody who must not learn whether there is such an
 * account: the stream tells them to the worker. One without a `userId` asks for nothing; it is
 * written so that a known address and an unknown one cost the same work.
 */
export const MailRequests = entity('mailRequest', {
  attributes: {
    requestKey: { type: 'string', required: true },
    kind: {
      type: [
        ...(['sign_up_repeated', 'verification', 'unverified_sign_in'] as const),
        'password_reset',
      ] as const,
      required: true,
    },
    userId: { type: 'string' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a wish, read by the stream only. */
    request: { pk: ['requestKey'], sk: [] },
  },
});
