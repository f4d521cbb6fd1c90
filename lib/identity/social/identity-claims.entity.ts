import { entity } from '../../model/entity.ts';

/**
 * Which account an issuer's subject signs in to. Written with the account's list of them, so that a
 * subject has one account at most.
 */
export const IdentityClaims = entity('identityClaim', {
  attributes: {
    /** Hash of issuer and subject. */
    identityKey: { type: 'string', required: true },
    userId: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a subject, looked up by the whole of issuer and subject only. */
    claim: { pk: ['identityKey'], sk: [] },
  },
});
