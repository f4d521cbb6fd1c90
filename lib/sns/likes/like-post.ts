import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { changeLike } from './like.ts';
import type { LikeView } from './schema.ts';

/**
 * Likes a post; liking it again changes nothing. Three requests, one more where it is liked
 * already and two where others like it at the same time: whether the author's account is deleted is
 * known by the author alone.
 *
 * @throws AppError `sns.post_not_found`
 */
export function likePost(ctx: Context<UserCaller>, postId: string): Promise<LikeView> {
  return changeLike(ctx, postId, true);
}
