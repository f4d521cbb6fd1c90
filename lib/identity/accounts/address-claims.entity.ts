import { prehashSchemes } from '../../crypto/prehash.ts';
import { entity } from '../../model/entity.ts';

/**
 * Which account an address belongs to, and the password that goes with it at sign-in: one read tells
 * both. Written with the account, so that an address has one at most.
 */
export const AddressClaims = entity('addressClaim', {
  attributes: {
    /** Hash of the address's normal form. */
    addressKey: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** PHC string; none when its owner signs in by other means only. */
    passwordHash: { type: 'string' },
    /** How the password is hashed before that: of one that was imported, until its first sign-in. */
    prehash: {
      type: 'map',
      properties: {
        scheme: { type: prehashSchemes, required: true },
        cost: { type: 'number', required: true },
        salt: { type: 'string', required: true },
      },
    },
    /** Scheme and cost of `prehash`, with which they come and go. */
    prehashScheme: { type: prehashSchemes },
    prehashCost: { type: 'number', padding: { length: 2, char: '0' } },
    /** The mark of an imported password, since its owner first signed in by it, until they set another. */
    importedMark: { type: 'string' },
  },
  indexes: {
    /** Isolated: one item an address, looked up by the whole address only. */
    claim: { pk: ['addressKey'], sk: [] },
    /**
     * Isolated and sparse: imported passwords by scheme, the dearest last. A partition a scheme takes
     * as many writes as an import makes, and one when somebody first signs in. Decides how long a
     * sign-in takes at least, nothing else.
     */
    prehashes: { index: 'gsi1', pk: ['prehashScheme'], sk: ['prehashCost'] },
  },
});
