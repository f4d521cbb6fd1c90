import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { RelationshipView } from '../identity/schema.ts';
import { UserCounters } from '../identity/user-counters.entity.ts';
import { write } from '../model/write.ts';
import { noBlock } from './barrier.ts';
import { Follows } from './follows.entity.ts';
import { readStanding } from './relationship.ts';

/** As many as somebody can follow: what a home timeline lists of them must stay within an item. */
const maxFollowing = 10_000;

/**
 * Follows somebody; following them again changes nothing. Two requests: how the two stand to each
 * other is read first, and again when it changes before the follow is written.
 *
 * @throws AppError `sns.cannot_follow_self` · `sns.cannot_follow_blocked` ·
 * `sns.following_limit_reached` · `identity.user_not_found`
 */
export async function follow(
  ctx: Context<UserCaller>,
  followeeId: string,
): Promise<RelationshipView> {
  const followerId = ctx.caller.userId;
  if (followeeId === followerId) throw new AppError('sns.cannot_follow_self');
  const { relationship } = await readStanding(followerId, followeeId);
  if (relationship.blocking) throw new AppError('sns.cannot_follow_blocked');
  if (relationship.following) return relationship;
  const again = () => follow(ctx, followeeId);
  const edge = Follows.create({ followeeId, followerId, followedAt: ctx.now.toISOString() });
  const followed = UserCounters.patch({ userId: followeeId })
    .add({ followerCount: 1 })
    .where(({ isDeleted }, { notExists }) => notExists(isDeleted));
  const following = UserCounters.patch({ userId: followerId })
    .add({ followingCount: 1 })
    .where(({ followingCount }, { lt }) => lt(followingCount, maxFollowing));
  return ctx.commit<RelationshipView>(
    [
      write(edge, { otherwise: again }),
      write(followed, { otherwise: 'identity.user_not_found' }),
      write(following, { otherwise: 'sns.following_limit_reached' }),
      noBlock(followerId, followeeId, again),
    ],
    { ...relationship, following: true },
  );
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
  const { relationship } = await readStanding(followerId, followeeId);
  if (!relationship.following) return relationship;
  const again = () => unfollow(ctx, followeeId);
  return ctx.commit<RelationshipView>(
    [
      write(Follows.remove({ followeeId, followerId }), { otherwise: again }),
      write(UserCounters.patch({ userId: followeeId }).add({ followerCount: -1 })),
      write(UserCounters.patch({ userId: followerId }).add({ followingCount: -1 })),
    ],
    { ...relationship, following: false },
  );
}
