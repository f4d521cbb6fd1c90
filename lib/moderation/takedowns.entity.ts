import { Entity, table } from '../model/electro.ts';

/**
 * That an administrator has removed something of a user's: written with its removal, and kept for its
 * owner as long as the account. Which administrator did, the audit alone tells.
 */
export const Takedowns = new Entity(
  {
    model: { service: 'moa', entity: 'takedown', version: '1' },
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
      takedown: {
        pk: { field: 'pk', composite: ['objectId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
      /** Isolated: what was taken down of an owner, for the purge of the account. */
      takedownsOfOwner: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['ownerId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['objectId'], casing: 'none' },
      },
    },
  },
  table,
);
