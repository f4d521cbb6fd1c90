import { putNotificationPreferences } from '../../../functions/identity/notifications/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { countUnread, listInbox, markInboxRead } from '../../../functions/sns/inbox/routes.ts';
import { likePost, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { deletePost } from '../../../functions/sns/publishing/routes.ts';
import {
  acceptFollowRequest,
  blockUser,
  muteUser,
  rejectFollowRequest,
  unblockUser,
  unfollowUser,
  unmuteUser,
} from '../../../functions/sns/relations/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf, deleteAccount, setPrivacy } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const inboxOf = async (world: World, as: User) => {
  await world.drain();
  return (await bodyOf(world.call(listInbox, { as }))).items;
};

const unreadOf = async (world: World, as: User) => {
  await world.drain();
  return bodyOf(world.call(countUnread, { as }));
};

const like = (world: World, as: User, postId: string) =>
  bodyOf(world.call(likePost, { as, params: { postId } }));

const unlike = (world: World, as: User, postId: string) =>
  bodyOf(world.call(unlikePost, { as, params: { postId } }));

const readAll = async (world: World, as: User) => {
  const [newest] = await inboxOf(world, as);
  return bodyOf(world.call(markInboxRead, { as, body: { upTo: String(newest?.id) } }));
};

async function signInAgain(world: World, user: User): Promise<User> {
  const { email, password } = user;
  const tokens = await bodyOf(world.call(login, { body: { email, password } }));
  return { ...user, ...(tokens as Pick<User, 'accessToken'>) };
}

const people = (world: World, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => world.user(`fan${index}`)));

describe('GET /v1/inbox', () => {
  it('groups who likes a post, and tells who came last', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const fans = await people(world, 7);
    const { id: postId } = await world.post(kim, 'like me');
    for (const fan of fans) {
      await like(world, fan, postId);
      await world.drain();
    }
    await like(world, kim, postId);
    const items = await inboxOf(world, kim);
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^inb_/),
        type: 'like',
        actors: ['fan6', 'fan5', 'fan4'].map((name) => expect.objectContaining({ name })),
        actorCount: 7,
        target: { type: 'post', id: postId },
        createdAt: expect.any(String),
        read: false,
      },
    ]);
    expect(items[0]?.actors.map(({ id }) => id)).toEqual([6, 5, 4].map((index) => fans[index]?.id));
    // All who were kept with the entry take their likes back.
    for (const fan of fans.slice(2)) await unlike(world, fan, postId);
    const [left] = await inboxOf(world, kim);
    expect(left).toMatchObject({ actorCount: 2 });
    expect(new Set(left?.actors.map(({ id }) => id))).toEqual(new Set([fans[0]?.id, fans[1]?.id]));
    for (const fan of fans) await unlike(world, fan, postId);
    expect(await inboxOf(world, kim)).toEqual([]);
  });

  it('tells once of who likes, takes it back and likes again', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id: postId } = await world.post(kim, 'like me');
    for (let round = 0; round < 3; round++) {
      await like(world, lee, postId);
      await unlike(world, lee, postId);
      await like(world, lee, postId);
    }
    expect(await inboxOf(world, kim)).toEqual([
      expect.objectContaining({ actorCount: 1, actors: [expect.objectContaining({ id: lee.id })] }),
    ]);
    await Promise.all([unlike(world, lee, postId), unlike(world, lee, postId)]);
    expect(await inboxOf(world, kim)).toEqual([]);
  });

  it('does not tell again of who has taken it back and does it again', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    const { id: postId } = await world.post(kim, 'like me');
    const params = { userId: kim.id };
    const doAll = async (as: User) => {
      await like(world, as, postId);
      await world.follow(as, kim);
    };
    const undoAll = async (as: User) => {
      await unlike(world, as, postId);
      await bodyOf(world.call(unfollowUser, { as, params }));
    };
    await doAll(lee);
    await readAll(world, kim);
    const told = await inboxOf(world, kim);
    expect(told).toMatchObject([
      { actorCount: 1, read: true },
      { actorCount: 1, read: true },
    ]);
    for (let round = 0; round < 2; round++) {
      await undoAll(lee);
      expect(await inboxOf(world, kim)).toEqual([]);
      await doAll(lee);
      expect(await inboxOf(world, kim)).toEqual(told);
    }
    // Who does it for the first time is told of, and does not bring the other back up.
    await undoAll(lee);
    await world.drain();
    await doAll(han);
    await world.drain();
    await doAll(lee);
    const unread = await inboxOf(world, kim);
    expect(unread.map(({ type }) => type).toSorted()).toEqual(['follow', 'like']);
    for (const entry of unread) expect(entry).toMatchObject({ actorCount: 2, read: false });
    expect(unread.map(({ actors }) => actors[0]?.id)).toEqual([han.id, han.id]);
  });

  it('tells again of who does it again long after', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { id: postId } = await world.post(kim, 'like me');
    await like(world, lee, postId);
    await readAll(world, kim);
    await unlike(world, lee, postId);
    await world.drain();
    await world.advance(31 * 24 * 3600);
    const [kimLater, leeLater] = [await signInAgain(world, kim), await signInAgain(world, lee)];
    await like(world, leeLater, postId);
    expect(await inboxOf(world, kimLater)).toMatchObject([{ actorCount: 1, read: false }]);
  });

  it('opens a new entry for who comes after reading, and moves an unread one up', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [one, two, three, four] = await people(world, 4);
    const first = await world.post(kim, 'first');
    const second = await world.post(kim, 'second');
    const liked = async (fan: User | undefined, { id }: { id: string }) => {
      if (fan) await like(world, fan, id);
      await world.drain();
    };
    await liked(one, first);
    await liked(one, second);
    await liked(two, first);
    const unread = await inboxOf(world, kim);
    expect(unread).toMatchObject([
      { target: { id: first.id }, actorCount: 2, read: false },
      { target: { id: second.id }, actorCount: 1, read: false },
    ]);
    // Of what is read in part, the rest stays as it is.
    const upTo = String(unread[1]?.id);
    await bodyOf(world.call(markInboxRead, { as: kim, body: { upTo } }));
    expect(await unreadOf(world, kim)).toEqual({ count: 1, hasMore: false });
    await liked(three, first);
    await liked(three, second);
    expect(await inboxOf(world, kim)).toMatchObject([
      { target: { id: second.id }, actorCount: 1, read: false },
      { target: { id: first.id }, actorCount: 3, read: false },
      { target: { id: second.id }, actorCount: 1, read: true },
    ]);
    await readAll(world, kim);
    await liked(four, first);
    const last = await inboxOf(world, kim);
    expect(last).toMatchObject([
      { target: { id: first.id }, actorCount: 1, read: false },
      { read: true },
      { actorCount: 3, read: true },
      { read: true },
    ]);
    expect(new Set(last.map(({ id }) => id)).size).toBe(4);
    if (!one) throw new Error('There is nobody');
    await unlike(world, one, first.id);
    expect(await inboxOf(world, kim)).toMatchObject([{}, {}, { actorCount: 2, read: true }, {}]);
  });

  it('tells of follows and requests, as long as they stand', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    await world.follow(lee, kim);
    await world.follow(han, kim);
    expect(await inboxOf(world, kim)).toMatchObject([
      { type: 'follow', actorCount: 2, target: { type: 'user', id: kim.id } },
    ]);
    const params = { userId: kim.id };
    await bodyOf(world.call(unfollowUser, { as: lee, params }));
    await bodyOf(world.call(unfollowUser, { as: han, params }));
    expect(await inboxOf(world, kim)).toEqual([]);

    await setPrivacy(world, kim, true);
    await world.follow(lee, kim);
    await world.follow(han, kim);
    expect(await inboxOf(world, kim)).toMatchObject([
      { type: 'follow_request', actorCount: 2, target: { type: 'user', id: kim.id } },
    ]);
    await bodyOf(world.call(acceptFollowRequest, { as: kim, params: { userId: lee.id } }));
    await bodyOf(world.call(rejectFollowRequest, { as: kim, params: { userId: han.id } }));
    expect(await inboxOf(world, kim)).toEqual([]);
    expect(await inboxOf(world, han)).toEqual([]);
    expect(await inboxOf(world, lee)).toMatchObject([
      { type: 'follow_accepted', actors: [{ id: kim.id }], target: { type: 'user', id: lee.id } },
    ]);
    await bodyOf(world.call(unfollowUser, { as: lee, params }));
    expect(await inboxOf(world, lee)).toEqual([]);
  });

  it('tells nothing of who is blocked, muted or gone, nor about a post that is', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [blocked, muted, gone] = await people(world, 3);
    if (!blocked || !muted || !gone) throw new Error('There is nobody');
    const { id: postId } = await world.post(kim, 'like me');
    for (const fan of [blocked, muted, gone]) await like(world, fan, postId);
    await world.drain();
    const seen = async () => {
      const [entry] = (await bodyOf(world.call(listInbox, { as: kim }))).items;
      const { count } = await bodyOf(world.call(countUnread, { as: kim }));
      return [entry?.actorCount ?? 0, entry?.actors.length ?? 0, count];
    };
    expect(await seen()).toEqual([3, 3, 1]);
    const muting = { as: kim, params: { userId: muted.id } };
    await bodyOf(world.call(muteUser, muting));
    // At once, before any worker has been there.
    expect(await seen()).toEqual([2, 2, 1]);
    const blocking = { as: kim, params: { userId: blocked.id } };
    await bodyOf(world.call(blockUser, blocking));
    expect(await seen()).toEqual([1, 1, 1]);
    await deleteAccount(world, gone);
    expect(await seen()).toEqual([0, 0, 0]);
    await world.drain();
    expect(await seen()).toEqual([0, 0, 0]);
    await bodyOf(world.call(unmuteUser, muting));
    await bodyOf(world.call(unblockUser, blocking));
    // What a block has ended does not come back with its end.
    expect(await seen()).toEqual([1, 1, 1]);
    await bodyOf(world.call(deletePost, { as: kim, params: { postId } }));
    expect(await seen()).toEqual([0, 0, 0]);
  });

  it('shows others of an entry when all who came last are hidden', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const fans = await people(world, 8);
    const { id: postId } = await world.post(kim, 'like me');
    for (const fan of fans) {
      await like(world, fan, postId);
      await world.drain();
    }
    const early = fans.slice(0, 3).map(({ id }) => id);
    for (const { id: userId } of fans.slice(3)) {
      await bodyOf(world.call(muteUser, { as: kim, params: { userId } }));
    }
    const [entry, ...more] = await inboxOf(world, kim);
    expect(more).toEqual([]);
    expect(entry?.actorCount).toBe(3);
    expect(entry?.actors.map(({ id }) => id).toSorted()).toEqual(early.toSorted());
    expect(await unreadOf(world, kim)).toEqual({ count: 1, hasMore: false });
    for (const userId of early) {
      await bodyOf(world.call(muteUser, { as: kim, params: { userId } }));
    }
    expect(await inboxOf(world, kim)).toEqual([]);
    expect(await unreadOf(world, kim)).toEqual({ count: 0, hasMore: false });
  });

  it('tells nobody what they chose not to be told, nor of whom they mute', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    const { id: postId } = await world.post(kim, 'like me');
    const body = { topics: { like: { inbox: false } } };
    await bodyOf(world.call(putNotificationPreferences, { as: kim, body }));
    await bodyOf(world.call(muteUser, { as: kim, params: { userId: han.id } }));
    await like(world, lee, postId);
    await world.follow(han, kim);
    expect(await inboxOf(world, kim)).toEqual([]);
    await bodyOf(world.call(unmuteUser, { as: kim, params: { userId: han.id } }));
    expect(await inboxOf(world, kim)).toEqual([]);
    await world.follow(lee, kim);
    expect(await inboxOf(world, kim)).toMatchObject([{ type: 'follow', actorCount: 1 }]);
  });

  it('comes in pages, each entry once', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    for (let index = 0; index < 5; index++) {
      await like(world, lee, (await world.post(kim, `post ${index}`)).id);
    }
    const all = await inboxOf(world, kim);
    expect(all).toHaveLength(5);
    for (const limit of [1, 2, 4]) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit, ...(cursor !== undefined && { cursor }) };
        const page = await bodyOf(world.call(listInbox, { as: kim, query }));
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(ids).toEqual(all.map(({ id }) => id));
    }
  });
});

describe('PUT /v1/inbox/read', () => {
  it('goes forward only, and not into the future', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const posts = [await world.post(kim, 'one'), await world.post(kim, 'two')];
    for (const { id } of posts) {
      await like(world, lee, id);
      await world.drain();
    }
    const [newer, older] = await inboxOf(world, kim);
    if (!newer || !older) throw new Error('There are no two entries');
    const mark = (upTo: string) => bodyOf(world.call(markInboxRead, { as: kim, body: { upTo } }));
    expect(await unreadOf(world, kim)).toEqual({ count: 2, hasMore: false });
    expect(await mark(older.id)).toEqual({ upTo: older.id });
    expect(await unreadOf(world, kim)).toEqual({ count: 1, hasMore: false });
    expect(await mark(newer.id)).toEqual({ upTo: newer.id });
    expect(await mark(older.id)).toEqual({ upTo: newer.id });
    expect(await unreadOf(world, kim)).toEqual({ count: 0, hasMore: false });
    const future = newId('inboxEntry', new Date('2999-01-01T00:00:00Z'));
    const { upTo } = await mark(future);
    expect(upTo < future && upTo > newer.id).toBe(true);
    const han = await world.user('han');
    await like(world, han, String(posts[0]?.id));
    expect(await unreadOf(world, kim)).toEqual({ count: 1, hasMore: false });
  });

  it('ends where many mark at once with the latest', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    for (let index = 0; index < 5; index++) {
      await like(world, lee, (await world.post(kim, `post ${index}`)).id);
    }
    const items = await inboxOf(world, kim);
    await Promise.all(
      items.map(({ id }) => bodyOf(world.call(markInboxRead, { as: kim, body: { upTo: id } }))),
    );
    expect(await unreadOf(world, kim)).toEqual({ count: 0, hasMore: false });
  });
});
