import { entity } from '../../model/entity.ts';

/**
 * The authenticator app of a user, and the recovery codes that stand in for it. Signing in by either
 * conditions on this one item.
 */
export const TotpFactors = entity('totpFactor', {
  attributes: {
    userId: { type: 'string', required: true },
    /** Asked for at sign-in once the app has shown that it works; `off` until time removes it. */
    state: { type: ['pending', 'on', 'off'] as const, required: true },
    /** Sealed for the user; each enrolment has another, and one that is `off` none. */
    sealedSecret: { type: 'string', required: true },
    /** Epoch seconds at which the period of the last code that was used began. */
    lastUsed: { type: 'number' },
    /** Keyed hashes; of a code that was used, nothing. */
    recoveryCodes: { type: 'list', items: { type: 'string', required: true } },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
    /** Epoch seconds: of one that is `off`. */
    expiresAt: { type: 'number' },
  },
  indexes: {
    /** Isolated: one item a user, read by id alone. */
    factor: { pk: ['userId'], sk: [] },
  },
});
