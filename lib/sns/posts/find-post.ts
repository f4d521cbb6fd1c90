import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { userRead } from '../../identity/accounts/authors.ts';
import type { User } from '../../identity/accounts/user-view.ts';
import { find, getTogether } from '../../model/read.ts';
import { postNotFound } from '../errors.ts';
import { isThere, maySee, type Post, type Standing } from './policy.ts';
import { shardsRead, withShards } from './post-counts.ts';
import { Posts } from './posts.entity.ts';
import { standingOf, standingReads } from './standing.ts';

export interface FoundPost {
  post: Post;
  author: User;
  standing: Standing;
}

/**
 * The post, when it is there and the caller may see it. Two requests: who wrote it is known after the
 * first.
 *
 * @throws AppError `sns.post_not_found`
 */
export async function findPost(ctx: Context<UserCaller>, postId: string): Promise<FoundPost> {
  const viewerId = ctx.caller.userId;
  const post = await find(Posts, { postId });
  if (!isThere(post)) throw new AppError(postNotFound);
  const { authorId } = post;
  const [author, follow, barrier, ...shards] = await getTogether(
    [userRead(authorId), ...standingReads(viewerId, authorId), ...shardsRead(post)],
    { consistent: true },
  );
  const standing = standingOf(viewerId, authorId, follow, barrier);
  if (!author || !maySee(post, author, standing)) throw new AppError(postNotFound);
  return { post: await withShards(post, shards), author, standing };
}
