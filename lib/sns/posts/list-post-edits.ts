import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { fillPage } from '../../model/fill-page.ts';
import { newestFirst } from '../../model/pages.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import { findPost } from './find-post.ts';
import { PostEdits } from './post-edits.entity.ts';
import type { PostEditView } from './schema.ts';

/**
 * What a post said before each of its edits, the latest first, for whoever may see the post.
 *
 * @throws AppError `sns.post_not_found`
 */
export async function listPostEdits(
  ctx: Context<UserCaller>,
  postId: string,
  page: PageRequest,
): Promise<Page<PostEditView>> {
  await findPost(ctx, postId);
  return fillPage<PostEditView, PostEditView>(
    {
      find: (limit, after) =>
        newestFirst(PostEdits.query.edits({ postId }), {
          limit,
          after,
          keyOf: (version) => ({ version: Number(version) }),
          consistent: true,
        }),
      positionOf: ({ version }) => String(version),
      present: async (edits) => edits,
    },
    page,
  );
}
