import { tokenInvalid } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { accountIs } from '../../identity/accounts/account-is.ts';
import { retry } from '../../model/retry.ts';
import { type Item, type Write, writeIf } from '../../model/write.ts';
import { postNotFound } from '../errors.ts';
import { findPost } from '../posts/find-post.ts';
import { Likes } from '../posts/likes.entity.ts';
import { commitCounted, readCounted } from '../posts/post-counts.ts';
import { staysInSight } from '../posts/sight.ts';
import type { LikeView } from './schema.ts';

/** How many like the post now, where the change itself tells. */
type Told = number | 'unknown';

export async function changeLike(
  ctx: Context<UserCaller>,
  postId: string,
  liked: boolean,
): Promise<LikeView> {
  const found = await findPost(ctx, postId);
  const { post } = found;
  const { userId } = ctx.caller;
  const like = { postId, userId };
  const inSight = staysInSight(userId, found, postNotFound);
  const count = (change: 1 | -1, edge: readonly Write<Told>[]): Promise<Told> =>
    commitCounted(ctx, {
      post,
      change: { likeCount: change },
      writes: [...edge, ...inSight],
      outcome: 'unknown',
      outcomeAsRead: post.likeCount + change,
      otherwise: postNotFound,
    });
  const add = () => {
    const edge = Likes.create({ ...like, createdAt: ctx.now.toISOString() });
    return count(1, [
      writeIf(edge, () => 'unknown'),
      // The access token of an account that has just been deleted or suspended works for seconds.
      accountIs(userId, 'active', tokenInvalid),
    ]);
  };
  const remove = () =>
    retry<Told>((again) => {
      const otherwise = (existing: Item | undefined) =>
        existing ? removeUncounted(again) : 'unknown';
      return count(-1, [writeIf(countedLikeRemoval(like), otherwise)]);
    });
  /** The account is back, and what it likes is not counted again yet. */
  const removeUncounted = (again: () => Promise<Told>): Promise<Told> => {
    const edge = Likes.remove(like).where((is, { exists }) => exists(is.isUncounted));
    return ctx.commit([writeIf(edge, again), ...inSight], 'unknown');
  };
  const told = await (liked ? add() : remove());
  if (told !== 'unknown') return { liked, likeCount: told };
  // Others like it at the same time: only what is read now is a count that it had.
  const { likeCount } = (await readCounted(postId)) ?? post;
  return { liked, likeCount };
}

/** Removes a like, unless the post does not count it. */
export const countedLikeRemoval = (like: { postId: string; userId: string }) =>
  Likes.remove(like).where((is, { notExists }) => notExists(is.isUncounted));
