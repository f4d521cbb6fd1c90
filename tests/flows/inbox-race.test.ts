import { randomUUID } from 'node:crypto';
import { countUnread, deletePost, likePost, markInboxRead } from '../../functions/sns/routes.ts';
import type { Context } from '../../lib/context.ts';
import { newId } from '../../lib/ids.ts';
import type { Notice } from '../../lib/inbox/kind.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { testRun } from '../support/test-run.ts';
import type { User, World } from '../support/world.ts';

describeInProcess('an inbox that is told of something', () => {
  let stack: Stack;
  let world: World;
  let kim: User;
  let lee: User;
  let notice: Notice;

  beforeAll(async () => {
    stack = await startStack({ on: testRun() });
  });

  beforeEach(async () => {
    await stack.renew();
    world = stack.createWorld();
    [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id: postId } = await world.post(kim, 'like me');
    await world.drain();
    await bodyOf(world.call(likePost, { as: lee, params: { postId } }));
    notice = { recipientId: kim.id, kind: 'like', targetId: postId, actorId: lee.id };
  });

  afterEach(() => stack.fronts.faults.clear());
  afterAll(() => stack.close());

  async function context(): Promise<Context> {
    const { createCommit } = await import('../../lib/model/commit.ts');
    const { createLog } = await import('../../lib/log.ts');
    const { now } = await import('../../lib/clock.ts');
    const caller = { kind: 'system', name: 'test' } as const;
    const commit = createCommit({ actor: 'system:test', now: now() });
    return { caller, now: now(), requestId: 'test', log: createLog({}), commit };
  }

  /** Tells of the like; `meanwhile` happens after it was read what is so, before it is written. */
  async function tellWhile(meanwhile: () => Promise<unknown>, timeLeft?: () => number) {
    const { notify } = await import('../../lib/inbox/notify.ts');
    const ctx = await context();
    stack.fronts.faults.add({ kind: 'delay', operation: 'BatchGetItem', meanwhile });
    await notify(ctx, [notice], timeLeft);
  }

  /** Reads and writes of the worker for likes of one post that come at once. */
  async function callsFor(type: 'post.liked' | 'post.unliked', userIds: readonly string[]) {
    const { updateInboxes } = await import('../../lib/sns/update-inbox.ts');
    const { draft, toEnvelope } = await import('../../lib/queue/message.ts');
    const { postLiked, postUnliked } = await import('../../events/messages/sns.ts');
    const about = { actor: lee.id, time: new Date() };
    const messages = userIds.map((userId) => {
      const data = { postId: notice.targetId, userId };
      const drafted = draft(type === 'post.liked' ? postLiked : postUnliked, data.postId, data);
      return toEnvelope(drafted, { ...about, id: randomUUID() });
    });
    const operations: string[] = [];
    const ctx = await context();
    const end = stack.fronts.watch(({ operation }) => operations.push(operation));
    await updateInboxes(ctx, messages as Parameters<typeof updateInboxes>[1], () => Infinity);
    end();
    return operations;
  }

  const readAll = () => {
    const upTo = newId('inboxEntry', new Date('2999-01-01T00:00:00Z'));
    return bodyOf(world.call(markInboxRead, { as: kim, body: { upTo } }));
  };

  it('tells of it as new when it is read meanwhile', async () => {
    await tellWhile(readAll);
    expect(await bodyOf(world.call(countUnread, { as: kim }))).toEqual({
      count: 1,
      hasMore: false,
    });
  });

  it('reads a post once for many likes of it, and nothing more for those of a deleted one', async () => {
    const userIds = Array.from({ length: 10 }, () => newId('user', new Date()));
    expect((await callsFor('post.liked', [lee.id, ...userIds])).toSorted()).toEqual([
      'BatchGetItem',
      'BatchGetItem',
      'Query',
      'TransactWriteItems',
    ]);
    await bodyOf(world.call(deletePost, { as: kim, params: { postId: notice.targetId } }));
    expect(await callsFor('post.unliked', [lee.id])).toEqual(['BatchGetItem']);
    await world.drain();
    await world.runTask('purge-deleted-posts');
    await world.drain();
    const { InboxActors } = await import('../../lib/inbox/actors.entity.ts');
    const { recipientId } = notice;
    expect((await InboxActors.query.actors({ recipientId }).go()).data).toEqual([]);
  });

  it('gives up before its time is over when others change it', async () => {
    const left = [10_000, 5000];
    const telling = tellWhile(readAll, () => left.shift() ?? 0);
    await expect(telling).rejects.toThrow('No time is left');
    expect(left).toEqual([]);
  });
});
