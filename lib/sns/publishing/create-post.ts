import { tokenInvalid } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { dependencyUnavailable } from '../../errors/request-errors.ts';
import { ownRead } from '../../identity/accounts/authors.ts';
import { UserCounters } from '../../identity/accounts/user-counters.entity.ts';
import { toAuthorView } from '../../identity/accounts/user-view.ts';
import { newId } from '../../ids.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { impossible, write, writeIf } from '../../model/write.ts';
import { postNotFound } from '../errors.ts';
import { fileRead, imageWrites, postImageOf, usableFiles } from '../images/post-images.ts';
import { findPost } from '../posts/find-post.ts';
import { mentionings, resolveMentions } from '../posts/mentions.ts';
import type { Post } from '../posts/policy.ts';
import { commitCounted } from '../posts/post-counts.ts';
import { toPostView } from '../posts/post-view.ts';
import { Posts } from '../posts/posts.entity.ts';
import { Replies } from '../posts/replies.entity.ts';
import type { PostView } from '../posts/schema.ts';
import { staysInSight } from '../posts/sight.ts';
import { tagsIn } from '../posts/text-parts.ts';
import { taggings } from '../tags/post-tags.ts';
import { AuthorLogs, headChunk } from '../timeline/author-logs.entity.ts';
import { HomeEntries } from '../timeline/home-entries.entity.ts';
import { chunkRead } from '../timeline/log-reads.ts';
import type { CreatePostInput } from './schema.ts';

/** Posts that the head of a log takes; far from the size that an item can have. */
const maxHead = 8000;

/**
 * Publishes a post: one transaction, however many follow its author. It is in the author's own
 * timeline at once, in the followers' when the worker has been there.
 *
 * @throws AppError `sns.post_not_found` when it answers one that the author may not see ·
 *   `sns.image_unusable`
 */
export function createPost(ctx: Context<UserCaller>, input: CreatePostInput): Promise<PostView> {
  return retry(async (again) => {
    const { text, visibility, replyTo, fileIds = [] } = input;
    const authorId = ctx.caller.userId;
    const [[author, head, ...found], parent, mentions] = await Promise.all([
      getTogether([ownRead(authorId), chunkRead(authorId, 'head'), ...fileIds.map(fileRead)], {
        consistent: true,
      }),
      replyTo === undefined ? undefined : findPost(ctx, replyTo),
      resolveMentions(authorId, text),
    ]);
    if (!author) throw new AppError(tokenInvalid);
    const files = usableFiles(ctx.caller, fileIds, found);
    const post: Post = {
      postId: newId('post', ctx.now),
      authorId,
      text,
      visibility,
      ...(replyTo !== undefined && { replyTo }),
      ...(files.length > 0 && { images: files.map(postImageOf) }),
      tags: tagsIn(text),
      mentions,
      delivery: head?.mode === 'loud' ? 'merge' : 'push',
      likeCount: 0,
      replyCount: 0,
      createdAt: ctx.now.toISOString(),
      version: 1,
    };
    const { postId } = post;
    const log = AuthorLogs.update({ authorId, chunk: headChunk })
      .add({ postIds: [postId] })
      .where(
        ({ postIds }, { notExists, size, escape: value }) =>
          `${notExists(postIds)} OR ${size(postIds)} < ${value(maxHead)}`,
      );
    // The access token of an account that has just been deleted or suspended works for seconds.
    const posted = UserCounters.patch({ userId: authorId })
      .add({ postCount: 1 })
      .where(({ isAbsent }, { notExists }) => notExists(isAbsent));
    const writes = [
      writeIf(Posts.create(post), impossible),
      write(HomeEntries.put({ viewerId: authorId, entryId: postId, authorId })),
      writeIf(posted, tokenInvalid),
      // The worker that seals the log is far behind.
      writeIf(log, dependencyUnavailable),
      // One has been rendered or deleted meanwhile: look again.
      ...imageWrites(files, postId, again),
      ...taggings(post).map((tagging) => write(tagging)),
      ...mentionings(post, { answeredId: parent?.author.userId }).map((mentioning) =>
        write(mentioning),
      ),
    ];
    const view = toPostView(post, toAuthorView(author), false);
    if (!parent) return ctx.commit(writes, view);
    const { postId: parentId, authorId: parentAuthorId } = parent.post;
    const otherwise = postNotFound;
    return commitCounted(ctx, {
      post: parent.post,
      change: { replyCount: 1 },
      writes: [
        ...writes,
        writeIf(
          Replies.create({ parentId, parentAuthorId, replyId: postId, authorId }),
          impossible,
        ),
        ...staysInSight(authorId, parent, otherwise),
      ],
      outcome: view,
      otherwise,
    });
  });
}
