import { entity } from '../model/entity.ts';

/**
 * From where the owner of an account with a verified address was seen: there they are told from whoever
 * guesses elsewhere.
 */
export const KnownSources = entity('knownSource', {
  attributes: {
    addressKey: { type: 'string', required: true },
    /** IPv4 address, or the /64 prefix of an IPv6 address. */
    source: { type: 'string', required: true },
    /** RFC 3339: when the owner showed last, by a mailed token, that the address is theirs. */
    provenAt: { type: 'string' },
    /** Somebody has signed in there since, by all that the account asks for. */
    hasSignedIn: { type: 'boolean' },
    /** Epoch seconds. */
    expiresAt: { type: 'number', required: true },
  },
  indexes: {
    /** Isolated: few a mailbox. */
    sources: { pk: ['addressKey'], sk: ['source'] },
  },
});
