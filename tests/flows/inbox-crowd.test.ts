import { countUnread, listInbox, markInboxRead } from '../../functions/sns/inbox/routes.ts';
import { likePost, unlikePost } from '../../functions/sns/likes/routes.ts';
import { blockUser, unblockUser } from '../../functions/sns/relations/routes.ts';
import { newId } from '../../lib/ids.ts';
import { InboxActors } from '../../lib/inbox/actors.entity.ts';
import { groupName, InboxGroups } from '../../lib/inbox/groups.entity.ts';
import { writeMany } from '../../lib/model/write-many.ts';
import { Likes } from '../../lib/sns/posts/likes.entity.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { putItems } from '../support/put-items.ts';
import { seedUsers } from '../support/seed-users.ts';
import { createWorld, type User } from '../support/world.ts';
import { requestsOf } from './request-count.ts';

describeInProcess('an inbox', () => {
  it('counts a crowd exactly that comes and goes at once', async () => {
    const world = await createWorld();
    const [kim] = (await seedUsers(1)) as [User];
    const fans = await seedUsers(150);
    const { id: postId } = await world.post(kim, 'like me');
    const createdAt = new Date().toISOString();
    await putItems(fans.map(({ id: userId }) => Likes.put({ postId, userId, createdAt })));
    await writeMany(fans.slice(0, 50).map(({ id: userId }) => Likes.delete({ postId, userId })));
    await world.drain();
    const { items } = await bodyOf(world.call(listInbox, { as: kim }));
    expect(items).toMatchObject([{ type: 'like', actorCount: 100 }]);
    expect(items[0]?.actors).toHaveLength(3);
  }, 300_000);

  it('counts exactly those of fifty who like a post at once and do not take it back', async () => {
    const world = await createWorld();
    const [kim] = (await seedUsers(1)) as [User];
    const fans = await seedUsers(50);
    const { id: postId } = await world.post(kim, 'like me');
    // As a client does: again, when it is too much at once.
    const until200 = async (route: typeof likePost | typeof unlikePost, as: User) => {
      while ((await world.call(route, { as, params: { postId } })).status !== 200);
    };
    await Promise.all(
      fans.map(async (fan, index) => {
        await until200(likePost, fan);
        if (index % 5 === 0) await until200(unlikePost, fan);
        if (index % 10 === 0) await until200(likePost, fan);
      }),
    );
    await world.drain();
    const { items } = await bodyOf(world.call(listInbox, { as: kim }));
    expect(items).toMatchObject([{ type: 'like', actorCount: 45 }]);
    const { data } = await InboxActors.query
      .actors({ recipientId: kim.id, kind: 'like', targetId: postId })
      .go({ pages: 'all', consistent: true });
    const told = data.filter(({ isOver }) => !isOver).map(({ actorId }) => actorId);
    const liking = fans.filter((_, index) => index % 5 !== 0 || index % 10 === 0);
    expect(told.toSorted()).toEqual(liking.map(({ id }) => id).toSorted());
  }, 300_000);

  it('keeps with an entry whom it is shown by, however many are told of in earlier ones', async () => {
    const world = await createWorld();
    const [kim] = (await seedUsers(1)) as [User];
    const fans = (await seedUsers(118)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const { id: postId } = await world.post(kim, 'like me');
    const like = async (some: readonly User[]) => {
      const createdAt = new Date().toISOString();
      await putItems(some.map(({ id: userId }) => Likes.put({ postId, userId, createdAt })));
      await world.drain();
    };
    await like(fans.slice(0, 1));
    const readUnits = async () => {
      const calls = await requestsOf(world, () => world.call(countUnread, { as: kim }));
      return calls.reduce((sum, { capacity }) => sum + capacity.read, 0);
    };
    const ofOne = await readUnits();
    await like(fans.slice(1, 110));
    expect(await readUnits()).toBe(ofOne);
    const [first] = (await bodyOf(world.call(listInbox, { as: kim }))).items;
    await bodyOf(world.call(markInboxRead, { as: kim, body: { upTo: String(first?.id) } }));
    await like(fans.slice(110));
    const latest = async () => {
      const thread = { recipientId: kim.id, kind: 'like', targetId: postId } as const;
      const { data } = await InboxGroups.query.groups(thread).go({ order: 'desc', limit: 1 });
      return data[0];
    };
    const kept = (await latest())?.newest ?? [];
    expect(kept).toHaveLength(5);
    await writeMany(kept.map(({ actorId: userId }) => Likes.delete({ postId, userId })));
    await world.drain();
    const left = await latest();
    expect(left?.actorCount).toBe(3);
    expect(left?.newest).toHaveLength(3);
  }, 300_000);

  it('says that there may be more where it has looked at as many as it may', async () => {
    const world = await createWorld();
    const [kim, lee] = (await seedUsers(2)) as [User, User];
    const thread = { recipientId: kim.id, kind: 'follow', targetId: kim.id } as const;
    const hidden = { newest: [{ actorId: lee.id }], actorCount: 1 };
    const groups = Array.from({ length: 2500 }, (_, index) => ({
      ...thread,
      ...hidden,
      group: groupName(index + 1),
      entryId: newId('inboxEntry', new Date()),
    }));
    await putItems(groups.map((group) => InboxGroups.put(group)));
    expect(await bodyOf(world.call(countUnread, { as: kim }))).toEqual({
      count: 0,
      hasMore: true,
    });
    await writeMany(groups.map(({ group }) => InboxGroups.delete({ ...thread, group })));
  }, 300_000);

  it('counts a hundred unread entries, and says that there are more', async () => {
    const world = await createWorld();
    const [kim, lee] = (await seedUsers(2)) as [User, User];
    const createdAt = new Date().toISOString();
    const postIds: string[] = [];
    for (let index = 0; index < 101; index++) {
      postIds.push((await world.post(kim, `post ${index}`)).id);
    }
    const like = (postId: string) => Likes.put({ postId, userId: lee.id, createdAt });
    await putItems(postIds.slice(1).map(like));
    await world.drain();
    const unread = () => bodyOf(world.call(countUnread, { as: kim }));
    expect(await unread()).toEqual({ count: 100, hasMore: false });
    await putItems(postIds.slice(0, 1).map(like));
    await world.drain();
    expect(await unread()).toEqual({ count: 100, hasMore: true });
    const page = () => world.call(listInbox, { as: kim });
    const operations = (await requestsOf(world, page)).map(({ operation }) => operation);
    expect(operations).toEqual(['Query', 'BatchGetItem']);

    // More than one run of the worker takes away.
    const blocking = { as: kim, params: { userId: lee.id } };
    await bodyOf(world.call(blockUser, blocking));
    expect(await unread()).toEqual({ count: 0, hasMore: false });
    await world.drain();
    await bodyOf(world.call(unblockUser, blocking));
    expect(await unread()).toEqual({ count: 0, hasMore: false });
  }, 300_000);
});
