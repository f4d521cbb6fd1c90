import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import type { UserView } from '../../identity/accounts/schema.ts';
import { newestFirst } from '../../model/pages.ts';
import { listUsers } from '../../relations/list-related-users.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { findPost } from '../posts/find-post.ts';
import { Likes } from '../posts/likes.entity.ts';
import { likeRead } from '../posts/reads.ts';

/**
 * Who likes a post, the latest first. Who has just taken it back is left out, and who blocks the caller
 * or is blocked by them; who has just liked it can take a moment to appear.
 *
 * @throws AppError `sns.post_not_found`
 */
export async function listLikes(
  ctx: Context<UserCaller>,
  postId: string,
  page: PageRequest,
): Promise<Page<UserView>> {
  const { author } = await findPost(ctx, postId);
  return listUsers(
    ctx.caller.userId,
    {
      ownerId: author.userId,
      positionOf: ({ createdAt, userId }) => ({ at: createdAt, userId }),
      edgeRead: ({ userId }: { userId: string; createdAt: string }) => likeRead(postId, userId),
      find: (limit, after) =>
        newestFirst(Likes.query.likesByTime({ postId }), {
          limit,
          after,
          keyOf: ({ at, userId }) => ({ createdAt: at, userId }),
        }),
    },
    page,
  );
}
