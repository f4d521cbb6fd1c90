import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { postForbidden } from '../errors.ts';
import { findPost } from '../posts/find-post.ts';
import { markPostDeleted } from './mark-post-deleted.ts';

/**
 * Deletes a post of the caller's: gone from every list at once. What hangs on it is removed in the
 * night. One request, two for a reply.
 *
 * @throws AppError `sns.post_not_found` · `sns.post_forbidden`
 */
export async function deletePost(ctx: Context<UserCaller>, postId: string): Promise<undefined> {
  const { userId: authorId } = ctx.caller;
  return markPostDeleted(ctx, { authorId, postId }, async () => {
    // It is there and visible, and still could not be deleted: it is somebody else's.
    await findPost(ctx, postId);
    throw new AppError(postForbidden);
  });
}
