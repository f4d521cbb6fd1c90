import type { UserCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { userRead } from '../identity/authors.ts';
import { UserCounters } from '../identity/user-counters.entity.ts';
import { toAuthorView } from '../identity/user-view.ts';
import { newId } from '../ids.ts';
import { getTogether } from '../model/read.ts';
import { write } from '../model/write.ts';
import { AuthorLogs, headChunk } from './author-logs.entity.ts';
import { HomeEntries } from './home-entries.entity.ts';
import type { Post } from './policy.ts';
import { toPostView } from './post-view.ts';
import { Posts } from './posts.entity.ts';
import { chunkRead } from './reads.ts';
import type { CreatePostInput, PostView } from './schema.ts';

/** Posts that the head of a log takes; far from the size that an item can have. */
const maxHead = 8000;

/**
 * Publishes a post: one transaction, however many follow its author. It is in the author's own
 * timeline at once, in the followers' when the worker has been there.
 */
export async function publishPost(
  ctx: Context<UserCaller>,
  { text, visibility }: CreatePostInput,
): Promise<PostView> {
  const authorId = ctx.caller.userId;
  const [author, head] = await getTogether([userRead(authorId), chunkRead(authorId, 'head')], {
    consistent: true,
  });
  if (!author) throw new AppError('auth.token_invalid');
  const post: Post = {
    postId: newId('post', ctx.now),
    authorId,
    text,
    visibility,
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
  return ctx.commit(
    [
      write(Posts.create(post)),
      write(HomeEntries.put({ viewerId: authorId, entryId: postId, authorId })),
      write(UserCounters.patch({ userId: authorId }).add({ postCount: 1 }), {
        otherwise: 'auth.token_invalid',
      }),
      // The worker that seals the log is far behind.
      write(log, { otherwise: 'request.dependency_unavailable' }),
    ],
    toPostView(post, toAuthorView(author), false),
  );
}
