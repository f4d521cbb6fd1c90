import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { findPost } from '../posts/find-post.ts';
import { hydratePosts } from '../posts/hydrate-posts.ts';
import { maySee } from '../posts/policy.ts';
import { Replies } from '../posts/replies.entity.ts';
import type { PostView } from '../posts/schema.ts';

/**
 * The replies to a post that the caller may see, newest first. Four requests a page.
 *
 * @throws AppError `sns.post_not_found`, also when the caller may not see what is answered
 */
export async function listReplies(
  ctx: Context<UserCaller>,
  postId: string,
  page: PageRequest,
): Promise<Page<PostView>> {
  await findPost(ctx, postId);
  return fillPage(
    {
      find: async (limit, after) => {
        const replies = await newestFirst(Replies.query.replies({ parentId: postId }), {
          limit,
          after,
          keyOf: (replyId) => ({ replyId }),
          consistent: true,
        });
        return replies.map(({ replyId, authorId }) => ({ postId: replyId, authorId }));
      },
      positionOf: (entry) => entry.postId,
      present: (entries) => hydratePosts(ctx, entries, maySee),
    },
    page,
  );
}
