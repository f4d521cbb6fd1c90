import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { Follows } from './follows.entity.ts';
import { isThere, maySee, type Post, type Standing } from './policy.ts';
import { Posts } from './posts.entity.ts';

/**
 * The post, when it is there and the caller may see it.
 *
 * @throws AppError `sns.post_not_found`
 */
export async function findPost(ctx: Context<UserCaller>, postId: string): Promise<Post> {
  const post = await getStoredPost(postId);
  if (!isThere(post)) throw new AppError('sns.post_not_found');
  // Most posts are public; only for the others is a further read worth it.
  const stranger: Standing = { isAuthor: post.authorId === ctx.caller.userId, isFollower: false };
  if (maySee(post, stranger)) return post;
  const isFollower = await isFollowing(ctx.caller.userId, post.authorId);
  if (!maySee(post, { ...stranger, isFollower })) throw new AppError('sns.post_not_found');
  return post;
}

async function isFollowing(followerId: string, followeeId: string): Promise<boolean> {
  const { data } = await Follows.get({ followeeId, followerId }).go({ consistent: true });
  return data !== null;
}

/** The post as it stands, also when it is deleted, for a caller who is known to see it. */
export async function getStoredPost(postId: string): Promise<Post> {
  const { data: post } = await Posts.get({ postId }).go({ consistent: true });
  if (!post) throw new AppError('sns.post_not_found');
  return post;
}
