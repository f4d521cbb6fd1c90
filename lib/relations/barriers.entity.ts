import { entity } from '../model/entity.ts';

/** Sides of a pair of users, by the order of their ids. */
const sides = ['lower', 'higher', 'both'] as const;

/**
 * What two users have put between themselves: one item a pair, so that a page learns of blocks and
 * mutes by one key an author. There is none where nothing stands between them.
 */
export const Barriers = entity('barrier', {
  attributes: {
    lowerId: { type: 'string', required: true },
    higherId: { type: 'string', required: true },
    /** Who blocks the other. */
    blockedBy: { type: sides },
    /** Who mutes the other. */
    mutedBy: { type: sides },
  },
  indexes: {
    /** Isolated: one item a pair, read by both ids; a user's are found by it when they are purged. */
    barrier: { pk: ['lowerId'], sk: ['higherId'] },
    /** Isolated: the same from the other side, for the purge of an account alone. */
    barriersOfHigher: { index: 'gsi1', pk: ['higherId'], sk: ['lowerId'] },
  },
});
