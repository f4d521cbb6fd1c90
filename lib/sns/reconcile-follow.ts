import type { EntityItem } from 'electrodb';
import { reconcileRest } from '../../events/messages/sns.ts';
import { reconcileFollow as queue } from '../../events/queues/sns.ts';
import { callerId } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { timeOfId } from '../ids.ts';
import { createCommit } from '../model/commit.ts';
import { getTogether } from '../model/read.ts';
import { write } from '../model/write.ts';
import { updateMany, writeMany } from '../model/write-many.ts';
import { continuationId } from '../queue/continuation.ts';
import { enqueue } from '../queue/enqueue.ts';
import { draft } from '../queue/message.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { HomeEntries, loudAuthorsKey } from './home-entries.entity.ts';
import { loudAuthor } from './promote-author.ts';
import { chunkRead, followRead } from './reads.ts';

/** Chunks of the author's log that one run goes through; a command goes on with the rest. */
const chunksPerRun = 100;

/** A post made this long after its author became loud was pushed to nobody, whatever ran late. */
const pushedUntilMilliseconds = 15 * 60_000;

type Chunk = EntityItem<typeof AuthorLogs>;

/**
 * A query is no snapshot: one that meets a seal half done finds what is moved in neither chunk, or in
 * both. The message comes again.
 */
function isTorn([head, newest]: readonly Chunk[]): boolean {
  if (head?.chunk !== headChunk) return false;
  const { sealed = 0 } = head;
  return newest?.chunk !== (sealed === 0 ? undefined : chunkName(sealed - 1));
}

export interface FollowChange {
  followerId: string;
  followeeId: string;
  /** Where an earlier run stopped. */
  after?: string | undefined;
}

/** A list that is not there, as of a viewer whose account was purged, must not be made by this. */
export async function takeOffList(ctx: Context, viewerId: string, authorId: string): Promise<void> {
  const shorter = HomeEntries.patch({ viewerId, entryId: loudAuthorsKey }).delete({
    loudAuthorIds: [authorId],
  });
  // Not the commit of the message: that one is for what must not happen twice.
  const commit = createCommit({ actor: callerId(ctx.caller), now: ctx.now });
  await commit<void>([write<void>(shorter, { otherwise: () => undefined })], undefined);
}

/**
 * Makes a home partition agree with a follow as it is now: brings in all that the author has posted,
 * or takes it out. The changes of one follow come one after the other, and each reads what is true
 * when it runs, so the last one leaves the partition right.
 */
export async function reconcile(
  ctx: Context,
  { followerId, followeeId, after }: FollowChange,
): Promise<void> {
  const [follow, head] = await getTogether(
    [followRead(followerId, followeeId), chunkRead(followeeId, 'head')],
    { consistent: true },
  );
  if (head?.mode) {
    const loudAuthorIds = [followeeId];
    if (follow) return updateMany([loudAuthor(followerId).add({ loudAuthorIds })]);
    await takeOffList(ctx, followerId, followeeId);
  }
  const { data: chunks, cursor } = await AuthorLogs.query
    .log({ authorId: followeeId })
    .go({ order: 'desc', consistent: true, limit: chunksPerRun, cursor: after ?? null });
  if (isTorn(chunks)) throw new Error('The log was being sealed while it was read');
  const pushedUntil = head?.loudAt && new Date(head.loudAt).getTime() + pushedUntilMilliseconds;
  const entries = chunks
    .flatMap(({ postIds = [] }) => postIds)
    .filter((postId) => !pushedUntil || timeOfId(postId).getTime() <= pushedUntil)
    .map((entryId) => ({ viewerId: followerId, entryId }));
  await writeMany(
    follow
      ? entries.map((entry) => HomeEntries.put({ ...entry, authorId: followeeId }))
      : entries.map((entry) => HomeEntries.delete(entry)),
  );
  if (cursor === null) return;
  const rest = draft(reconcileRest, followeeId, { followerId, followeeId, after: cursor });
  await enqueue(queue, [{ ...rest, id: continuationId(ctx.requestId, cursor) }], {
    actor: callerId(ctx.caller),
    now: ctx.now,
  });
}
