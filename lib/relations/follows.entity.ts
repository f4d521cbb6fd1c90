import { Entity, table } from '../model/electro.ts';

/** That somebody follows somebody; written and removed together with both users' counters. */
export const Follows = new Entity(
  {
    model: { service: 'moa', entity: 'follow', version: '1' },
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
      followers: {
        pk: { field: 'pk', composite: ['followeeId'], casing: 'none' },
        sk: { field: 'sk', composite: ['followerId'], casing: 'none' },
      },
      /** Isolated: whom a user follows, by time. For showing only. */
      following: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['followerId'], casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['followedAt', 'followeeId'], casing: 'none' },
      },
      /** Isolated: who follows a user, by time. For showing only. */
      followersByTime: {
        index: 'gsi2',
        pk: { field: 'gsi2pk', composite: ['followeeId'], casing: 'none' },
        sk: { field: 'gsi2sk', composite: ['followedAt', 'followerId'], casing: 'none' },
      },
    },
  },
  table,
);
