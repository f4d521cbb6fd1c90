import { entity } from '../model/entity.ts';

/** That somebody follows somebody; written and removed together with both users' counters. */
export const Follows = entity('follow', {
  attributes: {
    followeeId: { type: 'string', required: true },
    followerId: { type: 'string', required: true },
    /** RFC 3339. */
    followedAt: { type: 'string', required: true },
    /** The followee let them, who had asked. */
    isAccepted: { type: 'boolean' },
    /** Nothing is pushed to the follower, who mutes the followee; kept up by `sns.reconcileFollow`. */
    isMuted: { type: 'boolean' },
    /**
     * The followee's `followerCount` leaves it out, since the follower is absent; kept up by
     * `sns.reconcilePresence`, as the next.
     */
    isFollowerUncounted: { type: 'boolean' },
    /** The follower's `followingCount` leaves it out, since the followee is absent. */
    isFolloweeUncounted: { type: 'boolean' },
  },
  indexes: {
    /**
     * Isolated: who follows a user, by id. The table itself, so that what decides access and what
     * tells followers of a post reads it consistently.
     */
    followers: { pk: ['followeeId'], sk: ['followerId'] },
    /** Isolated: whom a user follows, by time. For showing only. */
    following: { index: 'gsi1', pk: ['followerId'], sk: ['followedAt', 'followeeId'] },
    /** Isolated: who follows a user, by time. For showing only. */
    followersByTime: { index: 'gsi2', pk: ['followeeId'], sk: ['followedAt', 'followerId'] },
  },
});
