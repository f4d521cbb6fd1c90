import type { Context } from '../../context.ts';
import { eachPage } from '../../model/pages.ts';
import { getTogether } from '../../model/read.ts';
import { writeIf } from '../../model/write.ts';
import { Likes } from '../posts/likes.entity.ts';
import { fold } from '../posts/post-counts.ts';
import { Posts } from '../posts/posts.entity.ts';
import { postRead } from '../posts/reads.ts';
import { Replies } from '../posts/replies.entity.ts';

/** What came of a recount; `busy` when the counts kept changing. */
export type Recount = 'right' | 'corrected' | 'gone' | 'busy';

const mostTries = 5;

/**
 * Counts the likes and replies of a post from their edges, but for those of absent accounts, and puts
 * the counts right, also while it is liked: they are written only when nothing was counted since the
 * edges began to be read.
 */
export async function recount(ctx: Context, postId: string): Promise<Recount> {
  for (let tries = 0; tries < mostTries; tries++) {
    if (!(await fold(ctx, postId))) continue;
    const [post] = await getTogether([postRead(postId)], { consistent: true });
    if (!post || post.deletedAt) return 'gone';
    const [likeCount, replyCount] = [await countLikes(postId), await countReplies(postId)];
    if (post.likeCount === likeCount && post.replyCount === replyCount) return 'right';
    const corrected = Posts.patch({ postId })
      .set({ likeCount, replyCount })
      .where((is, { eq, notExists }) =>
        [
          notExists(is.deletedAt),
          notExists(is.isSpread),
          post.countChanges === undefined
            ? notExists(is.countChanges)
            : eq(is.countChanges, post.countChanges),
        ].join(' AND '),
      );
    if (await ctx.commit([writeIf(corrected, () => false)], true)) {
      return 'corrected';
    }
  }
  return 'busy';
}

const pageSize = 1000;

async function countLikes(postId: string): Promise<number> {
  const read = (cursor: string | null) =>
    Likes.query.likes({ postId }).go({ consistent: true, limit: pageSize, cursor });
  return countEdges(eachPage(read));
}

async function countReplies(parentId: string): Promise<number> {
  const read = (cursor: string | null) =>
    Replies.query.replies({ parentId }).go({ consistent: true, limit: pageSize, cursor });
  return countEdges(eachPage(read));
}

interface Counted {
  isUncounted?: boolean | undefined;
}

async function countEdges(pages: AsyncIterable<Counted[]>): Promise<number> {
  let count = 0;
  for await (const edges of pages) count += edges.filter((edge) => !edge.isUncounted).length;
  return count;
}

/** The ids of all posts, by a scan of the table. */
export async function* allPosts(): AsyncGenerator<string> {
  const read = (cursor: string | null) => Posts.scan.go({ limit: pageSize, cursor });
  for await (const posts of eachPage(read)) yield* posts.map(({ postId }) => postId);
}
