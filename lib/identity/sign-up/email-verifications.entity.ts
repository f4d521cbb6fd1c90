import { entity } from '../../model/entity.ts';

/** The unused links that verify an address. */
export const EmailVerifications = entity('emailVerification', {
  attributes: {
    /** SHA-256 of the token. */
    tokenHash: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** The address to which the token was sent. */
    addressKey: { type: 'string', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a token, looked up by whoever has the token. */
    verification: { pk: ['tokenHash'], sk: [] },
  },
});
