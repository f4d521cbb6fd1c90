import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { type Operation, write } from '../model/write.ts';
import { findPost } from './find-post.ts';
import { Likes } from './likes.entity.ts';
import { commitCounted, readCounted } from './post-counts.ts';
import type { LikeView } from './schema.ts';
import { staysInSight } from './sight.ts';

/**
 * Likes a post; liking it again changes nothing. Three requests, one more where it is liked
 * already and two where others like it at the same time: whether the author's account is deleted is
 * known by the author alone.
 *
 * @throws AppError `sns.post_not_found`
 */
export function addLike(ctx: Context<UserCaller>, postId: string): Promise<LikeView> {
  const like = { postId, userId: ctx.caller.userId, createdAt: ctx.now.toISOString() };
  return changeLike(ctx, { postId, edge: Likes.create(like), liked: true });
}

/**
 * Takes a like back; without one nothing changes.
 *
 * @throws AppError `sns.post_not_found`
 */
export function removeLike(ctx: Context<UserCaller>, postId: string): Promise<LikeView> {
  const edge = Likes.remove({ postId, userId: ctx.caller.userId });
  return changeLike(ctx, { postId, edge, liked: false });
}

interface LikeChange {
  postId: string;
  /** Writes or removes the like, unless that is done already. */
  edge: Operation;
  liked: boolean;
}

async function changeLike(
  ctx: Context<UserCaller>,
  { postId, edge, liked }: LikeChange,
): Promise<LikeView> {
  const found = await findPost(ctx, postId);
  const { post } = found;
  const change = liked ? 1 : -1;
  const told = await commitCounted<number | 'unknown'>(ctx, {
    post,
    change: { likeCount: change },
    writes: [
      write<number | 'unknown'>(edge, { otherwise: () => 'unknown' }),
      ...staysInSight<number | 'unknown'>(ctx.caller.userId, found, 'sns.post_not_found'),
    ],
    outcome: 'unknown',
    outcomeAsRead: post.likeCount + change,
    otherwise: 'sns.post_not_found',
  });
  if (told !== 'unknown') return { liked, likeCount: told };
  // Others like it at the same time: only what is read now is a count that it had.
  const { likeCount } = (await readCounted(postId)) ?? post;
  return { liked, likeCount };
}
