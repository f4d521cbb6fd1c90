import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { check, condition, type Operation, write } from '../model/write.ts';
import { findPost } from './find-post.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import { isThere } from './policy.ts';
import { Posts } from './posts.entity.ts';
import type { LikeView } from './schema.ts';

/**
 * Likes a post; liking it again changes nothing. Three requests, four for a post for followers: whether
 * the author's account is deleted is known by the author alone.
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

async function changeLike(ctx: Context<UserCaller>, change: LikeChange): Promise<LikeView> {
  const { postId, liked } = change;
  const { post, author, standing } = await findPost(ctx, postId);
  const isChanged =
    author.isPrivate && !standing.isAuthor
      ? await commitLikeOfFollower(ctx, change, author.userId)
      : await commitLike(ctx, change);
  return { liked, likeCount: post.likeCount + (isChanged ? (liked ? 1 : -1) : 0) };
}

/** The usual case: a post that everybody may see, or one's own. Answers whether anything has changed. */
function commitLike(ctx: Context<UserCaller>, change: LikeChange): Promise<boolean> {
  const { postId, edge, liked } = change;
  const count = Posts.patch({ postId })
    .add({ likeCount: liked ? 1 : -1 })
    .where(
      ({ deletedAt, visibility, authorId }, { notExists, eq }) =>
        `${notExists(deletedAt)} AND (${eq(visibility, 'public')} OR ${eq(authorId, ctx.caller.userId)})`,
    );
  return ctx.commit<boolean>(
    [
      write<boolean>(edge, { otherwise: () => false }),
      write<boolean>(count, {
        otherwise: (existing) => {
          const post = existing && Posts.parse({ Item: existing }).data;
          if (!isThere(post)) throw new AppError('sns.post_not_found');
          return commitLikeOfFollower(ctx, change, post.authorId);
        },
      }),
    ],
    true,
  );
}

/** Of a post for followers, or of a private account: they must be one when it is counted. */
function commitLikeOfFollower(
  ctx: Context<UserCaller>,
  { postId, edge, liked }: LikeChange,
  followeeId: string,
): Promise<boolean> {
  const count = Posts.patch({ postId })
    .add({ likeCount: liked ? 1 : -1 })
    .where(({ deletedAt }, { notExists }) => notExists(deletedAt));
  const follow = check(Follows, { followeeId, followerId: ctx.caller.userId });
  return ctx.commit<boolean>(
    [
      write<boolean>(edge, { otherwise: () => false }),
      write<boolean>(count, { otherwise: 'sns.post_not_found' }),
      condition<boolean>(
        follow.where(({ followerId }, { exists }) => exists(followerId)),
        { otherwise: 'sns.post_not_found' },
      ),
    ],
    true,
  );
}
