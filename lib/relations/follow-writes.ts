import type { EntityItem } from 'electrodb';
import { AppError } from '../errors/app-error.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import { UserCounters } from '../identity/accounts/user-counters.entity.ts';
import { absent, impossible, type Otherwise, type Write, writeIf } from '../model/write.ts';
import { Follows } from './follows.entity.ts';

/** As many as somebody can follow: what a home timeline lists of them must stay within an item. */
const maxFollowing = 10_000;

/** The writes that make a follow, with what counts it. */
export function followWrites<Outcome = never>(
  {
    followerId,
    followeeId,
    isAccepted,
    now,
  }: { followerId: string; followeeId: string; isAccepted?: true; now: Date },
  otherwise: {
    exists: Otherwise<Outcome>;
    followeeIsGone: Otherwise<Outcome>;
    followerIsGone: ErrorDefinition;
    /** They follow as many as one can. */
    followerFollowsMost: ErrorDefinition;
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
    .where(({ isAbsent }, { notExists }) => notExists(isAbsent));
  const following = UserCounters.patch({ userId: followerId })
    .add({ followingCount: 1 })
    .where(
      ({ followingCount, isAbsent }, { lt, notExists }) =>
        `${lt(followingCount, maxFollowing)} AND ${notExists(isAbsent)}`,
    );
  return [
    writeIf(edge, otherwise.exists),
    writeIf(followed, otherwise.followeeIsGone),
    writeIf(following, (existing) => {
      const counters = existing && UserCounters.parse({ Item: existing }).data;
      const isThere = counters && !counters.isAbsent;
      throw new AppError(isThere ? otherwise.followerFollowsMost : otherwise.followerIsGone);
    }),
  ];
}

export type Follow = EntityItem<typeof Follows>;

/** Removes a follow; refused when it is not counted any more as it was when it was read. */
export function followRemoval<Outcome = never>(
  { followeeId, followerId, isFollowerUncounted, isFolloweeUncounted }: Follow,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  const removal = Follows.remove({ followeeId, followerId }).where((is, { exists, notExists }) =>
    [
      isFollowerUncounted ? exists(is.isFollowerUncounted) : notExists(is.isFollowerUncounted),
      isFolloweeUncounted ? exists(is.isFolloweeUncounted) : notExists(is.isFolloweeUncounted),
    ].join(' AND '),
  );
  return writeIf(removal, otherwise);
}

/** What a user counts less when these follows end: that of others and their own, where there are such. */
export function endedCounts({
  followed,
  following,
}: {
  followed?: Follow | null;
  following?: Follow | null;
}): { followerCount?: -1; followingCount?: -1 } {
  return {
    ...(followed && !followed.isFollowerUncounted && { followerCount: -1 }),
    ...(following && !following.isFolloweeUncounted && { followingCount: -1 }),
  };
}

/** The write by which a user counts less, if they do. */
export function uncounting<Outcome = never>(
  userId: string,
  counts: ReturnType<typeof endedCounts>,
  otherwise: Otherwise<Outcome> = impossible,
): Write<Outcome>[] {
  if (Object.keys(counts).length === 0) return [];
  return [writeIf(UserCounters.patch({ userId }).add(counts), otherwise)];
}

/** The condition that somebody does not follow somebody. */
export function noFollow<Outcome = never>(
  followerId: string,
  followeeId: string,
  otherwise: Otherwise<Outcome>,
): Write<Outcome> {
  return absent(Follows, { followeeId, followerId }, otherwise);
}
