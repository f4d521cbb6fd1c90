import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { find } from '../../model/read.ts';
import type { TakedownInput } from '../../moderation/schema.ts';
import { takingDown } from '../../moderation/takedown.ts';
import { postNotFound } from '../errors.ts';
import { isThere } from '../posts/policy.ts';
import { Posts } from '../posts/posts.entity.ts';
import { markPostDeleted } from './mark-post-deleted.ts';

/**
 * Removes anybody's post, as its author could, and tells the author why. Whether administrators would
 * see it, or its author is there, makes no difference.
 *
 * @throws AppError `sns.post_not_found`
 */
export async function takeDownPost(
  ctx: Context<UserCaller>,
  postId: string,
  { reason }: TakedownInput,
): Promise<undefined> {
  const post = await find(Posts, { postId });
  if (!isThere(post)) throw new AppError(postNotFound);
  const { authorId, replyTo } = post;
  const taken = { objectType: 'post', objectId: postId, ownerId: authorId, reason } as const;
  const also = [takingDown(ctx, taken)];
  return markPostDeleted(ctx, { authorId, postId, replyTo, also }, async () => {
    throw new AppError(postNotFound);
  });
}
