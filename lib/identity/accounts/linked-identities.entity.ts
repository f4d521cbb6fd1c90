import { Entity, table } from '../../model/electro.ts';

const identity = {
  type: 'map',
  properties: {
    identityKey: { type: 'string', required: true },
    /** As the issuer gave it when it was linked. */
    email: { type: 'string' },
    /** RFC 3339. */
    linkedAt: { type: 'string', required: true },
  },
} as const;

/**
 * The identities at providers by which a user signs in, one a provider at most. They are one item, so
 * that whoever unlinks one sees what is left.
 */
export const LinkedIdentities = new Entity(
  {
    model: { service: 'moa', entity: 'linkedIdentities', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      google: identity,
      firebase: identity,
    },
    indexes: {
      /** Isolated: one item a user, read by id alone. */
      linked: {
        pk: { field: 'pk', composite: ['userId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);
