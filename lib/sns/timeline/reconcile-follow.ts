import type { EntityItem } from 'electrodb';
import { reconcileRest } from '../../../events/messages/sns.ts';
import { reconcileFollow as queue } from '../../../events/queues/sns.ts';
import type { Context } from '../../context.ts';
import { timeOfId } from '../../ids.ts';
import { getTogether } from '../../model/read.ts';
import { retry } from '../../model/retry.ts';
import { writeIf } from '../../model/write.ts';
import { updateMany, writeMany } from '../../model/write-many.ts';
import { continueLater } from '../../queue/continue-later.ts';
import { draft } from '../../queue/message.ts';
import { barrierSeenBy } from '../../relations/barrier.ts';
import { Follows } from '../../relations/follows.entity.ts';
import { barrierRead, followRead } from '../../relations/reads.ts';
import { AuthorLogs, chunkName, headChunk } from './author-logs.entity.ts';
import { HomeEntries, loudAuthorsKey } from './home-entries.entity.ts';
import { chunkRead } from './log-reads.ts';
import { loudAuthor } from './promote-author.ts';

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
  await ctx.apply([writeIf(shorter, () => undefined)], undefined);
}

/** Lets what pushes posts know that a follower mutes the author, or does not; no follow, no note. */
async function noteMute(
  ctx: Context,
  { followerId, followeeId }: FollowChange,
  isMuted: boolean,
): Promise<void> {
  const edge = Follows.patch({ followeeId, followerId });
  await ctx.apply(
    [writeIf(isMuted ? edge.set({ isMuted }) : edge.remove(['isMuted']), () => undefined)],
    undefined,
  );
}

/** {@link reconcileFollow} after a mute, or its end; who mutes without following has nothing of the author. */
export async function reconcileMute(
  ctx: Context,
  { muterId, mutedId }: { muterId: string; mutedId: string },
): Promise<void> {
  const [follow] = await getTogether([followRead(muterId, mutedId)], { consistent: true });
  if (follow) await reconcileFollow(ctx, { followerId: muterId, followeeId: mutedId });
}

/**
 * Makes a home partition agree with a follow as it is now: brings in all that the author has posted,
 * or takes it out, also of who is muted. The changes of one follow come one after the other, and each
 * reads what is true when it runs, so the last one leaves the partition right.
 *
 * That nothing is to be pushed is noted at the follow before what is there is taken out, and the note
 * goes before all is brought in: a post that is not pushed is in the log by then.
 */
export function reconcileFollow(ctx: Context, change: FollowChange): Promise<void> {
  return retry(async (again) => {
    const { followerId, followeeId, after } = change;
    const [follow, barrier, head] = await getTogether(
      [
        followRead(followerId, followeeId),
        barrierRead(followerId, followeeId),
        chunkRead(followeeId, 'head'),
      ],
      { consistent: true },
    );
    const { muting } = barrierSeenBy(followerId, followeeId, barrier);
    if (follow && (follow.isMuted ?? false) !== muting) {
      await noteMute(ctx, change, muting);
      return again();
    }
    const belongs = follow !== null && !muting;
    if (head?.mode) {
      const loudAuthorIds = [followeeId];
      if (belongs) return updateMany([loudAuthor(followerId).add({ loudAuthorIds })]);
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
      belongs
        ? entries.map((entry) => HomeEntries.put({ ...entry, authorId: followeeId }))
        : entries.map((entry) => HomeEntries.delete(entry)),
    );
    if (cursor === null) return;
    const rest = draft(reconcileRest, followeeId, { followerId, followeeId, after: cursor });
    await continueLater(ctx, queue, [rest], cursor);
  });
}
