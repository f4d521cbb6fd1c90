import { randomUUID } from 'node:crypto';
import type { SystemCaller } from '../../../lib/caller.ts';
import type { Context } from '../../../lib/context.ts';
import { newId } from '../../../lib/ids.ts';
import { createLog } from '../../../lib/log.ts';
import { transactionsOf } from '../../../lib/model/commit.ts';
import { Follows } from '../../../lib/relations/follows.entity.ts';
import { AuthorLogs, chunkName, headChunk } from '../../../lib/sns/timeline/author-logs.entity.ts';
import { HomeEntries } from '../../../lib/sns/timeline/home-entries.entity.ts';
import { reconcileFollow } from '../../../lib/sns/timeline/reconcile-follow.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

const now = new Date('2026-11-21T09:00:00.000Z');

function newContext(): Context<SystemCaller> {
  const caller = { kind: 'system', name: 'test' } as const;
  return {
    caller,
    now,
    requestId: randomUUID(),
    log: createLog({}),
    ...transactionsOf({ caller, now }),
  };
}

describeInProcess('reconcileFollow', () => {
  const [old, moved, latest] = [newId('post', now), newId('post', now), newId('post', now)];

  it.each([
    ['neither chunk', { head: [latest], sealed: 2 }, [[old]]],
    ['both chunks', { head: [latest, moved], sealed: 1 }, [[old], [moved]]],
  ])('does not take a log for whole of which posts are in %s', async (_, seen, numbered) => {
    const [followerId, followeeId] = [newId('user', now), newId('user', now)];
    const put = (chunk: string, postIds: string[], sealed?: number) =>
      AuthorLogs.put({ authorId: followeeId, chunk, postIds, ...(sealed && { sealed }) }).go();
    await Follows.put({ followerId, followeeId, followedAt: now.toISOString() }).go();
    await put(headChunk, seen.head, seen.sealed);
    for (const [number, postIds] of numbered.entries()) await put(chunkName(number), postIds);
    await expect(reconcileFollow(newContext(), { followerId, followeeId })).rejects.toThrow(
      'sealed',
    );

    await put(headChunk, [latest], 2);
    await put(chunkName(1), [moved]);
    await reconcileFollow(newContext(), { followerId, followeeId });
    const { data } = await HomeEntries.query.home({ viewerId: followerId }).go();
    expect(data.map(({ entryId }) => entryId)).toEqual([old, moved, latest].toSorted());
  });
});
