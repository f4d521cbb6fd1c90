import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { versionMismatch } from '../../errors/request-errors.ts';
import { toAuthorView } from '../../identity/accounts/user-view.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { write, writeIf } from '../../model/write.ts';
import { postForbidden } from '../errors.ts';
import { findPost } from '../posts/find-post.ts';
import { mentionings, resolveMentions } from '../posts/mentions.ts';
import type { Post } from '../posts/policy.ts';
import { PostEdits } from '../posts/post-edits.entity.ts';
import { toPostView } from '../posts/post-view.ts';
import { Posts } from '../posts/posts.entity.ts';
import { likeRead } from '../posts/reads.ts';
import type { PostView } from '../posts/schema.ts';
import { tagsIn } from '../posts/text-parts.ts';
import { taggings } from '../tags/post-tags.ts';
import type { EditPostInput } from './schema.ts';

/**
 * Gives a post of the caller's another text; what it said in `version` is kept. The same text is no
 * edit.
 *
 * @throws AppError `sns.post_not_found` · `sns.post_forbidden` · `request.version_mismatch`
 */
export function editPost(
  ctx: Context<UserCaller>,
  postId: string,
  { text }: EditPostInput,
  version: number,
): Promise<PostView> {
  return retry(async (again) => {
    const [{ post, author, standing }, [like]] = await Promise.all([
      findPost(ctx, postId),
      getTogether([likeRead(postId, ctx.caller.userId)], { consistent: true }),
    ]);
    if (!standing.isAuthor) throw new AppError(postForbidden);
    if (post.version !== version) throw new AppError(versionMismatch);
    const viewOf = (shown: Post) => toPostView(shown, toAuthorView(author), like !== null);
    if (post.text === text) return ctx.commit([], viewOf(post));
    const mentions = await resolveMentions(post.authorId, text, post.mentions);
    const editedAt = ctx.now.toISOString();
    const tags = tagsIn(text);
    const edited: Post = { ...post, text, tags, mentions, editedAt, version: version + 1 };
    const change = Posts.patch({ postId })
      .set({ text, tags, mentions, editedAt, version: edited.version })
      .where(
        (is, { eq, notExists }) => `${eq(is.version, version)} AND ${notExists(is.deletedAt)}`,
      );
    const before = PostEdits.put({
      postId,
      version,
      text: post.text ?? '',
      createdAt: post.editedAt ?? post.createdAt,
      replacedAt: editedAt,
    });
    return ctx.commit(
      [
        // It was edited or deleted meanwhile: which of the two, another look tells.
        writeIf(change, again),
        write(before),
        ...taggings(edited, post).map((tagging) => write(tagging)),
        ...mentionings(edited, { before: post.mentions ?? [] }).map((mentioning) =>
          write(mentioning),
        ),
      ],
      viewOf(edited),
    );
  });
}
