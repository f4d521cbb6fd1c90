import { entity } from '../../model/entity.ts';

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
export const LinkedIdentities = entity('linkedIdentities', {
  attributes: {
    userId: { type: 'string', required: true },
    google: identity,
    firebase: identity,
  },
  indexes: {
    /** Isolated: one item a user, read by id alone. */
    linked: { pk: ['userId'], sk: [] },
  },
});
