import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { check, condition, type Operation, write } from '../model/write.ts';
import { findPost } from './find-post.ts';
import { Follows } from './follows.entity.ts';
import { Likes } from './likes.entity.ts';
import { Posts } from './posts.entity.ts';
import type { LikeView } from './schema.ts';

/**
 * Likes a post; liking it again changes nothing. Two requests: a transaction does not tell the count
 * that it leads to.
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

type Outcome = 'done' | 'unchanged' | 'followers only';

async function changeLike(ctx: Context<UserCaller>, change: LikeChange): Promise<LikeView> {
  const { postId, liked } = change;
  const outcome = await commitLike(ctx, change);
  if (outcome === 'followers only') await commitLikeOfFollower(ctx, change);
  const { likeCount } = await findPost(ctx, postId);
  return { liked, likeCount };
}

/** The usual case: a post that everybody may see, or one's own. */
function commitLike(
  ctx: Context<UserCaller>,
  { postId, edge, liked }: LikeChange,
): Promise<Outcome> {
  const count = Posts.patch({ postId })
    .add({ likeCount: liked ? 1 : -1 })
    .where(
      ({ deletedAt, visibility, authorId }, { notExists, eq }) =>
        `${notExists(deletedAt)} AND (${eq(visibility, 'public')} OR ${eq(authorId, ctx.caller.userId)})`,
    );
  return ctx.commit<Outcome>(
    [
      write<Outcome>(edge, { otherwise: () => 'unchanged' }),
      write<Outcome>(count, {
        otherwise: async (): Promise<Outcome> => {
          await findPost(ctx, postId);
          return 'followers only';
        },
      }),
    ],
    'done',
  );
}

/** Of a post for followers: they must still be one when it is counted. */
async function commitLikeOfFollower(
  ctx: Context<UserCaller>,
  { postId, edge, liked }: LikeChange,
): Promise<void> {
  const { authorId: followeeId } = await findPost(ctx, postId);
  const count = Posts.patch({ postId })
    .add({ likeCount: liked ? 1 : -1 })
    .where(({ deletedAt }, { notExists }) => notExists(deletedAt));
  const follow = check(Follows, { followeeId, followerId: ctx.caller.userId });
  await ctx.commit<void>(
    [
      write<void>(edge, { otherwise: () => undefined }),
      write(count, { otherwise: 'sns.post_not_found' }),
      condition(
        follow.where(({ followerId }, { exists }) => exists(followerId)),
        { otherwise: 'sns.post_not_found' },
      ),
    ],
    undefined,
  );
}
