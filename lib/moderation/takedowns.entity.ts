import { entity } from '../model/entity.ts';

/**
 * That an administrator has removed something of a user's: written with its removal, and kept for its
 * owner as long as the account. Which administrator did, the audit alone tells.
 */
export const Takedowns = entity('takedown', {
  attributes: {
    objectId: { type: 'string', required: true },
    objectType: { type: ['post', 'file'] as const, required: true },
    ownerId: { type: 'string', required: true },
    reason: { type: 'string', required: true },
    /** RFC 3339. */
    takenDownAt: { type: 'string', required: true },
  },
  indexes: {
    /** Isolated: one item an object, which is taken down once. */
    takedown: { pk: ['objectId'], sk: [] },
    /** Isolated: what was taken down of an owner, for the purge of the account. */
    takedownsOfOwner: { index: 'gsi1', pk: ['ownerId'], sk: ['objectId'] },
  },
});
