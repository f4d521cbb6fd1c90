import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { nextSize } from '../../model/fill-page.ts';
import { getGroups } from '../../model/read.ts';
import type { Page } from '../../schema/page.ts';
import { hydratePosts, type Rule } from '../posts/hydrate-posts.ts';
import { type Entry, mergeNewest, type Source } from '../posts/merge.ts';
import type { PostView } from '../posts/schema.ts';
import { savePosition } from './feed-position.ts';
import { HomeEntries } from './home-entries.entity.ts';
import {
  type Chunk,
  knownPosts,
  type LogPosition,
  type LogState,
  nextChunks,
  positionIn,
} from './log-chunks.ts';
import { chunkRead } from './log-reads.ts';

/** What a page is made of, as far as it is known: a home partition, authors' logs, or both. */
export interface Feed {
  home: { viewerId: string; known: Source } | undefined;
  logs: LogState[];
}

/** Far more than a page can need, so that a broken log cannot hold a request for ever. */
const maxReads = 100;

/**
 * Reads a page: skeleton (ids in order) → hydrate (posts, authors, likes, follows and barriers by one batch) →
 * rules → present, again until it is full or its budget of reads is spent.
 */
export async function readPage(
  ctx: Context<UserCaller>,
  feed: Feed,
  { below, limit, rule }: { below: string | undefined; limit: number; rule: Rule },
): Promise<Page<PostView>> {
  const items: PostView[] = [];
  let position = below;
  let read = 0;
  for (let round = 0; items.length < limit; round++) {
    const size = nextSize(limit - items.length, round, read);
    if (size === 0) break;
    read += size;
    const entries = await takeNewest(feed, position, size, limit);
    if (entries.length === 0) break;
    const views = await hydratePosts(ctx, entries, rule);
    for (const [index, { postId }] of entries.entries()) {
      position = postId;
      const view = views[index];
      if (view && items.push(view) === limit) break;
    }
  }
  return { items, nextCursor: await nextCursor(ctx, feed, position) };
}

async function nextCursor(ctx: Context, feed: Feed, position?: string): Promise<string | null> {
  if (position === undefined) return null;
  const isMore = sourcesOf(feed, position).some(
    ({ entries, isExhausted }) => entries.length > 0 || !isExhausted,
  );
  if (!isMore) return null;
  const logs = feed.logs
    .map((log) => positionIn(log, position))
    .filter((log): log is LogPosition => log !== undefined);
  return savePosition(ctx, { below: position, logs });
}

/** The next `count` entries below `below`; reads on in whatever is not known that far. */
async function takeNewest(
  feed: Feed,
  below: string | undefined,
  count: number,
  limit: number,
): Promise<Entry[]> {
  for (let reads = 0; reads < maxReads; reads++) {
    const { entries, blocking } = mergeNewest(sourcesOf(feed, below), count);
    if (blocking.length === 0) return entries;
    const offset = feed.home ? 1 : 0;
    await Promise.all([
      feed.home && blocking.includes(0) ? readOnHome(feed.home, below, count) : undefined,
      readChunks(
        blocking.flatMap((index) => {
          const log = feed.logs[index - offset];
          return log ? [{ log, chunks: nextChunks(log, limit) }] : [];
        }),
      ),
    ]);
  }
  throw new Error('A feed does not come to its end');
}

/** The home partition first, where there is one, then the logs. */
function sourcesOf({ home, logs }: Feed, below: string | undefined): Source[] {
  const isBelow = ({ postId }: Entry) => below === undefined || postId < below;
  return [
    ...(home ? [{ ...home.known, entries: home.known.entries.filter(isBelow) }] : []),
    ...logs.map((log) => {
      const { postIds, isExhausted } = knownPosts(log, below);
      const { authorId } = log;
      return { entries: postIds.map((postId) => ({ postId, authorId })), isExhausted };
    }),
  ];
}

/** One query of a home partition below `below`, newest first. */
export async function queryHome(viewerId: string, below: string | undefined, limit: number) {
  const partition = HomeEntries.query.home({ viewerId });
  const { data, cursor } = await (below === undefined
    ? partition
    : partition.lt({ entryId: below })
  ).go({ order: 'desc', limit, consistent: true });
  const entries = data.flatMap(({ entryId, authorId }) =>
    authorId === undefined ? [] : [{ postId: entryId, authorId }],
  );
  const loudAuthorIds = data.flatMap((entry) => entry.loudAuthorIds ?? []);
  return { known: { entries, isExhausted: cursor === null }, loudAuthorIds };
}

async function readOnHome(
  home: NonNullable<Feed['home']>,
  below: string | undefined,
  count: number,
): Promise<void> {
  const from = home.known.entries.at(-1)?.postId ?? below;
  const { known } = await queryHome(home.viewerId, from, count);
  home.known = { ...known, entries: [...home.known.entries, ...known.entries] };
}

/** Reads chunks of logs into their states. */
async function readChunks(wanted: { log: LogState; chunks: readonly Chunk[] }[]): Promise<void> {
  const named = wanted.flatMap(({ log, chunks }) => chunks.map((chunk) => ({ log, chunk })));
  if (named.length === 0) return;
  const { found } = await getGroups(
    { found: named.map(({ log, chunk }) => chunkRead(log.authorId, chunk)) },
    { consistent: true },
  );
  for (const [index, { log, chunk }] of named.entries()) addChunk(log, chunk, found[index] ?? null);
}

interface ChunkItem {
  postIds?: string[] | undefined;
  sealed?: number | undefined;
}

/** Adds a chunk that was read to what is known of a log. */
export function addChunk(log: LogState, chunk: Chunk, item: ChunkItem | null): void {
  // A number that is missing was sealed between two reads of one batch; it is read again if needed.
  if (!item && chunk !== 'head') return;
  log.chunks.set(chunk, item?.postIds ?? []);
  if (chunk === 'head') log.sealed = item?.sealed ?? 0;
}
