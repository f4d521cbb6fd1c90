import { entity } from '../../model/entity.ts';

/**
 * The passkeys of a user: a few, changed together, so that whoever counts on one of them conditions on
 * this one item.
 */
export const Passkeys = entity('passkeys', {
  attributes: {
    userId: { type: 'string', required: true },
    /** Goes up with each change. */
    version: { type: 'number', required: true },
    passkeys: {
      type: 'list',
      required: true,
      items: {
        type: 'map',
        required: true,
        properties: {
          passkeyId: { type: 'string', required: true },
          /** Base64url, as its authenticator names it. */
          credentialId: { type: 'string', required: true },
          /** COSE key, base64url. */
          publicKey: { type: 'string', required: true },
          /** How often it has signed, as its authenticator says; 0 where that does not count. */
          counter: { type: 'number', required: true },
          name: { type: 'string', required: true },
          /** RFC 3339. */
          createdAt: { type: 'string', required: true },
          /** RFC 3339. */
          lastUsedAt: { type: 'string' },
        },
      },
    },
  },
  indexes: {
    /** Isolated: one item a user, read by id alone. */
    ring: { pk: ['userId'], sk: [] },
  },
});
