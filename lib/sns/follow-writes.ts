import { UserCounters } from '../identity/user-counters.entity.ts';
import { check, condition, type Otherwise, type Write, write } from '../model/write.ts';
import { Follows } from './follows.entity.ts';

/** As many as somebody can follow: what a home timeline lists of them must stay within an item. */
const maxFollowing = 10_000;

/** The writes that make a follow, with what counts it. */
export function followWrites<Outcome>(
  {
    followerId,
    followeeId,
    isAccepted,
    now,
  }: { followerId: string; followeeId: string; isAccepted?: true; now: Date },
  otherwise: {
    exists: Otherwise<Outcome>;
    followeeIsGone: Otherwise<Outcome>;
    /** The account is deleted, or follows as many as one can. */
    followerCannot: Otherwise<Outcome>;
  },
): Write<Outcome>[] {
  const edge = Follows.create({
    followeeId,
    followerId,
    followedAt: now.toISOString(),
    ...(isAccepted && { isAccepted }),
  });
  const followed = UserCounters.patch({ userId: followeeId })
    .add({ followerCount: 1 })
    .where(({ isDeleted }, { notExists }) => notExists(isDeleted));
  const following = UserCounters.patch({ userId: followerId })
    .add({ followingCount: 1 })
    .where(
      ({ followingCount, isDeleted }, { lt, notExists }) =>
        `${lt(followingCount, maxFollowing)} AND ${notExists(isDeleted)}`,
    );
  return [
    write(edge, { otherwise: otherwise.exists }),
    write(followed, { otherwise: otherwise.followeeIsGone }),
    write(following, { otherwise: otherwise.followerCannot }),
  ];
}

/** The condition that somebody does not follow somebody. */
export function noFollow<Outcome>(
  followerId: string,
  followeeId: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return condition(
    check(Follows, { followeeId, followerId }).where((is, { notExists }) =>
      notExists(is.followerId),
    ),
    { otherwise },
  );
}
