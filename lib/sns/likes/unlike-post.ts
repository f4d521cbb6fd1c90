import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { changeLike } from './like.ts';
import type { LikeView } from './schema.ts';

/**
 * Takes a like back; without one nothing changes.
 *
 * @throws AppError `sns.post_not_found`
 */
export function unlikePost(ctx: Context<UserCaller>, postId: string): Promise<LikeView> {
  return changeLike(ctx, postId, false);
}
