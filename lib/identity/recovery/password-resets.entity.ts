import { entity } from '../../model/entity.ts';

/** The unused links with which the owner of an account sets another password. */
export const PasswordResets = entity('passwordReset', {
  attributes: {
    /** SHA-256 of the token. */
    tokenHash: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** The address to which the token was sent. */
    addressKey: { type: 'string', required: true },
    /** Mark of the password that it replaces: it is void with the next one. */
    replaces: { type: 'string', required: true },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: one item a token, looked up by whoever has the token. */
    reset: { pk: ['tokenHash'], sk: [] },
  },
});
