import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { getGroups } from '../../model/read.ts';
import { followRead } from '../../relations/reads.ts';
import type { Page, PageRequest } from '../../schema/page.ts';
import type { Rule } from '../posts/hydrate-posts.ts';
import { belongsToHome } from '../posts/policy.ts';
import type { PostView } from '../posts/schema.ts';
import { addChunk, type Feed, queryHome, readPage } from './feed.ts';
import { type FeedPosition, loadPosition } from './feed-position.ts';
import { firstChunks, type LogPosition, type LogState } from './log-chunks.ts';
import { chunkRead } from './log-reads.ts';

/**
 * The home timeline: the viewer's own posts and those of everybody they follow, newest first and
 * complete.
 *
 * Every viewer has a home partition. A post is written into its author's own with the post itself,
 * and pushed into each follower's by the worker `sns.fanOutPost`. A follow brings the author's
 * earlier posts by the worker `sns.reconcileFollow`, an unfollow takes them out, and so does a mute,
 * with whose end they come back; to who mutes the author nothing is pushed. What stands there only
 * suggests: whether a post is shown is decided at read by the post and the follow as they are,
 * so unfollowing and deleting show at once, and a worker that runs late, twice or beside another can
 * leave an entry too many but none that is seen.
 *
 * A page costs two requests whatever is stored: one query of the partition, and one batch with the
 * posts, their authors, the viewer's likes and the follows.
 *
 * Pushing to very many followers is dear. Once an author has more than `FANOUT_LIMIT`, the worker
 * `sns.promoteAuthor` adds them to the list of loud authors of each follower, and when all have it,
 * nothing is pushed any more. Who follows meanwhile gets the list from `sns.reconcileFollow`, which
 * reads the author's mode after the follow was written; so each follower is either met by the
 * promotion or comes after it. The list stands on top of the home partition, where the query of the
 * first page meets it without a request of its own, and travels on in the cursor. One batch more
 * reads the chunks of the loud authors' logs that a page can need, up to 25 authors a request; they
 * are merged with the partition, and a post that is in both appears once. An author stays loud.
 *
 * A position is the id of the last post, so a cursor holds while posts come and go.
 */
export async function getTimeline(
  ctx: Context<UserCaller>,
  { limit, after }: PageRequest,
): Promise<Page<PostView>> {
  const position = after === undefined ? undefined : await loadPosition(after);
  const feed = await openHome(ctx.caller.userId, position, limit);
  const rule: Rule = (_post, _author, standing) => belongsToHome(standing);
  return readPage(ctx, feed, { below: position?.below, limit, rule });
}

async function openHome(
  viewerId: string,
  position: FeedPosition | undefined,
  limit: number,
): Promise<Feed> {
  if (position) {
    const [{ known }, logs] = await Promise.all([
      // One more than shown tells whether anything follows.
      queryHome(viewerId, position.below, limit + 1),
      openLogs(viewerId, position.logs, limit),
    ]);
    return { home: { viewerId, known }, logs };
  }
  const { known, loudAuthorIds } = await queryHome(viewerId, undefined, limit + 2);
  const starts = loudAuthorIds.map((authorId) => ({ authorId }));
  return { home: { viewerId, known }, logs: await openLogs(viewerId, starts, limit) };
}

/** Reads the logs of those loud authors whom the viewer still follows. */
async function openLogs(
  viewerId: string,
  starts: readonly (LogPosition | { authorId: string })[],
  limit: number,
): Promise<LogState[]> {
  if (starts.length === 0) return [];
  const logs = starts.map(
    (start): LogState => ({
      authorId: start.authorId,
      start: 'chunk' in start ? start : undefined,
      sealed: 0,
      chunks: new Map(),
    }),
  );
  const wanted = logs.flatMap((log) =>
    firstChunks(log.start, limit).map((chunk) => ({ log, chunk })),
  );
  const { follows, chunks } = await getGroups(
    {
      follows: logs.map(({ authorId }) => followRead(viewerId, authorId)),
      chunks: wanted.map(({ log, chunk }) => chunkRead(log.authorId, chunk)),
    },
    { consistent: true },
  );
  for (const [index, { log, chunk }] of wanted.entries()) {
    addChunk(log, chunk, chunks[index] ?? null);
  }
  return logs.filter((_, index) => follows[index]);
}
