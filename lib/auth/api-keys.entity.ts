import { entity } from '../model/entity.ts';

/** API keys until they are deleted; one whose time is over stays to be seen. */
export const ApiKeys = entity('apiKey', {
  attributes: {
    keyId: { type: 'string', required: true },
    userId: { type: 'string', required: true },
    /** Of a key that acts in this company alone. */
    companyId: { type: 'string' },
    /** SHA-256 of the secret. */
    secretHash: { type: 'string', required: true },
    name: { type: 'string', required: true },
    /** Separated by blanks. */
    scope: { type: 'string', required: true },
    /** That of the account when the key was made; none stands for 0. */
    epoch: { type: 'number' },
    /** RFC 3339: from when on it is not honoured; none when that is never. */
    endsAt: { type: 'string' },
    /** RFC 3339, exact to a minute. */
    lastUsedAt: { type: 'string' },
    /** RFC 3339. */
    createdAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item a key, looked up by whoever shows the key. */
    key: { pk: ['keyId'], sk: [] },
  },
});
