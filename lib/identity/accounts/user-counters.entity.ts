import { entity } from '../../model/entity.ts';

/**
 * How much a user has of what their profile counts: an item of its own, so that a popular account's
 * followers do not change the version of its profile. Made with the account, changed only in the
 * transaction that writes or deletes what is counted.
 */
export const UserCounters = entity('userCounters', {
  attributes: {
    userId: { type: 'string', required: true },
    postCount: { type: 'number', required: true },
    followerCount: { type: 'number', required: true },
    followingCount: { type: 'number', required: true },
    /** While the account is deleted or suspended: what would count here is refused by it. */
    isAbsent: { type: 'boolean' },
  },
  indexes: {
    /** Isolated: one item a user, read together with the profile. */
    counters: { pk: ['userId'], sk: [] },
  },
});
