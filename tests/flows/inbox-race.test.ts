import { randomUUID } from 'node:crypto';
import { login } from '../../functions/identity/sign-in/routes.ts';
import { countUnread, listInbox, markInboxRead } from '../../functions/sns/inbox/routes.ts';
import { likePost, unlikePost } from '../../functions/sns/likes/routes.ts';
import { deletePost } from '../../functions/sns/publishing/routes.ts';
import { acceptFollowRequest, blockUser } from '../../functions/sns/relations/routes.ts';
import type { Context } from '../../lib/context.ts';
import { newId } from '../../lib/ids.ts';
import type { Notice } from '../../lib/inbox/kind.ts';
import { bodyOf, deleteAccount, setPrivacy } from '../scenarios/arrange.ts';
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
    const { transactionsOf } = await import('../../lib/model/commit.ts');
    const { createLog } = await import('../../lib/log.ts');
    const { now } = await import('../../lib/clock.ts');
    const caller = { kind: 'system', name: 'test' } as const;
    const time = now();
    const transactions = transactionsOf({ caller, now: time });
    return { caller, now: time, requestId: 'test', log: createLog({}), ...transactions };
  }

  /** Tells of the like; `meanwhile` happens after it was read what is so, before it is written. */
  async function tellWhile(meanwhile: () => Promise<unknown>, timeLeft?: () => number) {
    const { notify } = await import('../../lib/inbox/notify.ts');
    const { inboxKinds } = await import('../../lib/registry/inbox-kinds.ts');
    const ctx = await context();
    stack.fronts.faults.add({ kind: 'delay', operation: 'BatchGetItem', meanwhile });
    await notify(ctx, inboxKinds, [notice], timeLeft);
  }

  /** Reads and writes of the worker for likes of one post that come at once. */
  async function callsFor(type: 'post.liked' | 'post.unliked', userIds: readonly string[]) {
    const { updateInbox } = await import('../../lib/sns/update-inbox.ts');
    const { inboxKinds } = await import('../../lib/registry/inbox-kinds.ts');
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
    await updateInbox(
      ctx,
      inboxKinds,
      messages as Parameters<typeof updateInbox>[2],
      () => Infinity,
    );
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

  const itemsOf = async (recipientId: string) => {
    const { InboxActors } = await import('../../lib/inbox/actors.entity.ts');
    return (await InboxActors.query.actors({ recipientId }).go({ consistent: true })).data;
  };

  it('tells nothing of somebody who is blocked meanwhile', async () => {
    await tellWhile(() => bodyOf(world.call(blockUser, { as: kim, params: { userId: lee.id } })));
    expect(await itemsOf(kim.id)).toEqual([]);
  });

  it('tells it when somebody comes back who deleted their account before a worker was there', async () => {
    await deleteAccount(world, lee);
    await world.drain();
    const inbox = () => bodyOf(world.call(listInbox, { as: kim }));
    expect(await inbox()).toMatchObject({ items: [] });
    const { email, password } = lee;
    await bodyOf(world.call(login, { body: { email, password } }));
    expect(await inbox()).toMatchObject({ items: [{ type: 'like', actors: [{ id: lee.id }] }] });
  });

  it('forgets what a purged user took back, though nothing has removed it when its time was over', async () => {
    const { InboxActors } = await import('../../lib/inbox/actors.entity.ts');
    const { withdraw } = await import('../../lib/inbox/notify.ts');
    const traces = async () => {
      const { data } = await InboxActors.query.traces({ actorId: lee.id }).go();
      return data;
    };
    await world.drain();
    await bodyOf(world.call(unlikePost, { as: lee, params: { postId: notice.targetId } }));
    await world.drain();
    expect(await traces()).toMatchObject([{ isOver: true }]);
    await world.advance(31 * 24 * 3600);
    await withdraw(await context(), await traces());
    expect(await traces()).toEqual([]);
  });

  it('tells nothing again when it was told of and taken back in one batch', async () => {
    await world.drain();
    await readAll();
    await bodyOf(world.call(unlikePost, { as: lee, params: { postId: notice.targetId } }));
    // The worker hears of an earlier like once more, before it hears that it was taken back.
    await callsFor('post.liked', [lee.id]);
    await world.drain();
    await bodyOf(world.call(likePost, { as: lee, params: { postId: notice.targetId } }));
    await world.drain();
    expect(await bodyOf(world.call(listInbox, { as: kim }))).toMatchObject({
      items: [{ type: 'like', read: true }],
    });
  });

  it('tells a follow as what it is, whatever is told late', async () => {
    await world.drain();
    await world.follow(lee, kim);
    await world.drain();
    await setPrivacy(world, lee, true);
    await world.follow(kim, lee);
    await bodyOf(world.call(acceptFollowRequest, { as: lee, params: { userId: kim.id } }));
    await world.drain();
    const { notify } = await import('../../lib/inbox/notify.ts');
    const { inboxKinds } = await import('../../lib/registry/inbox-kinds.ts');
    const kinds = async ({ id }: User) => (await itemsOf(id)).map(({ kind }) => kind).toSorted();
    const right = { kim: ['follow', 'follow_accepted', 'like'], lee: [] };
    expect({ kim: await kinds(kim), lee: await kinds(lee) }).toEqual(right);
    const self = ({ id }: User) => ({ recipientId: id, targetId: id });
    await notify(await context(), inboxKinds, [
      { ...self(lee), kind: 'follow', actorId: kim.id },
      { ...self(lee), kind: 'follow_accepted', actorId: kim.id },
    ]);
    expect({ kim: await kinds(kim), lee: await kinds(lee) }).toEqual(right);
  });

  it('can be read to its end when it was told by a clock that is ahead', async () => {
    await world.advance(300);
    await world.drain();
    await world.request('POST', '/_local/clock', { body: {} });
    const [entry] = (await bodyOf(world.call(listInbox, { as: kim }))).items;
    const upTo = String(entry?.id);
    const read = world.call(markInboxRead, { as: kim, body: { upTo } });
    expect(await bodyOf(read)).toEqual({ upTo });
    const unread = () => bodyOf(world.call(countUnread, { as: kim }));
    expect(await unread()).toMatchObject({ count: 0 });
    const again = newId('inboxEntry', new Date('2999-01-01T00:00:00Z'));
    await bodyOf(world.call(markInboxRead, { as: kim, body: { upTo: again } }));
    await world.follow(lee, kim);
    await world.drain();
    expect(await unread()).toMatchObject({ count: 1 });
  });

  it('gives up before its time is over when others change it', async () => {
    const left = [10_000, 5000];
    const telling = tellWhile(readAll, () => left.shift() ?? 0);
    await expect(telling).rejects.toThrow('No time is left');
    expect(left).toEqual([]);
  });
});
