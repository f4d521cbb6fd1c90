import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/schema.ts';
import { UserCounters } from '../identity/user-counters.entity.ts';
import { write } from '../model/write.ts';
import { Follows } from './follows.entity.ts';
import { readRelationship } from './relationship.ts';

/** As many as somebody can follow: what a home timeline lists of them must stay within an item. */
const maxFollowing = 10_000;

/**
 * Follows somebody; following them again changes nothing. Two requests: a transaction does not tell
 * whether the other follows back.
 *
 * @throws AppError `sns.cannot_follow_self` · `sns.following_limit_reached` ·
 * `identity.user_not_found`
 */
export async function follow(
  ctx: Context<UserCaller>,
  followeeId: string,
): Promise<RelationshipView> {
  const followerId = ctx.caller.userId;
  if (followeeId === followerId) throw new AppError('sns.cannot_follow_self');
  const edge = Follows.create({ followeeId, followerId, followedAt: ctx.now.toISOString() });
  const followed = UserCounters.patch({ userId: followeeId })
    .add({ followerCount: 1 })
    .where(({ isDeleted }, { notExists }) => notExists(isDeleted));
  const following = UserCounters.patch({ userId: followerId })
    .add({ followingCount: 1 })
    .where(({ followingCount }, { lt }) => lt(followingCount, maxFollowing));
  await ctx.commit<void>(
    [
      write<void>(edge, { otherwise: () => undefined }),
      write(followed, { otherwise: 'identity.user_not_found' }),
      write(following, { otherwise: 'sns.following_limit_reached' }),
    ],
    undefined,
  );
  return readRelationship(followerId, followeeId);
}

/**
 * Stops following somebody; who does not follow them changes nothing. Their posts are gone from the
 * caller's timeline at once.
 *
 * @throws AppError `sns.cannot_follow_self` · `identity.user_not_found`
 */
export async function unfollow(
  ctx: Context<UserCaller>,
  followeeId: string,
): Promise<RelationshipView> {
  const followerId = ctx.caller.userId;
  if (followeeId === followerId) throw new AppError('sns.cannot_follow_self');
  await ctx.commit<void>(
    [
      write<void>(Follows.remove({ followeeId, followerId }), { otherwise: () => undefined }),
      write(UserCounters.patch({ userId: followeeId }).add({ followerCount: -1 })),
      write(UserCounters.patch({ userId: followerId }).add({ followingCount: -1 })),
    ],
    undefined,
  );
  return readRelationship(followerId, followeeId);
}
