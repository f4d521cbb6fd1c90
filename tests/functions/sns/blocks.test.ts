import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { likePost, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { deletePost } from '../../../functions/sns/publishing/routes.ts';
import {
  blockUser,
  followUser,
  listFollowers,
  listFollowing,
  muteUser,
  unblockUser,
  unfollowUser,
  unmuteUser,
} from '../../../functions/sns/relations/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { Barriers } from '../../../lib/relations/barriers.entity.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

type Change =
  | typeof followUser
  | typeof unfollowUser
  | typeof blockUser
  | typeof unblockUser
  | typeof muteUser
  | typeof unmuteUser;

const change = (world: World, route: Change, as: User, { id: userId }: Pick<User, 'id'>) =>
  world.call(route, { as, params: { userId } });

const none = { requested: false, blocking: false, muting: false };
const changes = [followUser, unfollowUser, blockUser, unblockUser, muteUser, unmuteUser];

let world: World;

beforeAll(async () => {
  world = await createWorld({ live: false });
});

const people = <const Names extends readonly string[]>(...names: Names) =>
  Promise.all(names.map((name) => world.user(name))) as unknown as Promise<{
    [Name in keyof Names]: User;
  }>;

async function counts(userId: string, as: User) {
  const { body } = await world.call(getUser, { as, params: { userId } });
  const { followerCount, followingCount } = body;
  return { followerCount, followingCount };
}

const textsOf = (body: { items: { text: string }[] }) => body.items.map(({ text }) => text);
const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

describe('PUT and DELETE /v1/users/{userId}/block', () => {
  it('end the follows both ways, count them exactly, and repeat without effect', async () => {
    const [kim, lee] = await people('kim', 'lee');
    await world.follow(kim, lee);
    await world.follow(lee, kim);
    const blocked = { userId: lee.id, ...none, following: false, followedBy: false };
    for (let times = 0; times < 2; times++) {
      const { body } = await change(world, blockUser, kim, lee);
      expect(body).toEqual({ ...blocked, blocking: true });
    }
    expect((await world.call(getUser, { as: kim, params: { userId: lee.id } })).body).toMatchObject(
      { followerCount: 0, followingCount: 0, relationship: { ...blocked, blocking: true } },
    );
    expect(await counts(kim.id, kim)).toEqual({ followerCount: 0, followingCount: 0 });
    expect(await change(world, followUser, kim, lee)).toBeProblem('sns.cannot_follow_blocked');
    for (let times = 0; times < 2; times++) {
      expect((await change(world, unblockUser, kim, lee)).body).toEqual(blocked);
    }
    expect((await change(world, followUser, lee, kim)).body).toMatchObject({ following: true });
  });

  it('make the blocker look absent to the blocked in every route', async () => {
    const [kim, lee, han] = await people('kim', 'lee', 'han');
    await world.follow(han, kim);
    await world.follow(kim, han);
    const { id: postId } = await world.post(kim, 'not for lee');
    const { handle } = await bodyOf(world.call(getUser, { as: kim, params: { userId: kim.id } }));
    await bodyOf(world.call(likePost, { as: lee, params: { postId } }));
    await change(world, blockUser, kim, lee);

    const [unknownUser, unknownPost] = [newId('user', new Date()), newId('post', new Date())];
    const answers = async (userId: string, ofPost: string) => {
      const found = await Promise.all([
        world.call(getUser, { as: lee, params: { userId } }),
        world.call(listUserPosts, { as: lee, params: { userId } }),
        world.call(listFollowers, { as: lee, params: { userId } }),
        world.call(listFollowing, { as: lee, params: { userId } }),
        ...changes.map((route) => change(world, route, lee, { id: userId })),
        ...[getPost, likePost, unlikePost, deletePost].map((route) =>
          world.call(route, { as: lee, params: { postId: ofPost } }),
        ),
      ]);
      return found.map(({ status, body }) => ({ status, body: { ...body, requestId: '' } }));
    };
    const hidden = await answers(kim.id, postId);
    expect(new Set(hidden.map(({ status }) => status))).toEqual(new Set([404]));
    expect(hidden).toEqual(await answers(unknownUser, unknownPost));
    const byHandle = { as: lee, params: { userId: `@${handle}` } };
    expect(await world.call(getUser, byHandle)).toBeProblem('identity.user_not_found');

    for (const route of [listFollowers, listFollowing]) {
      const { body } = await world.call(route, { as: lee, params: { userId: han.id } });
      expect(idsOf(body)).toEqual([]);
    }
    const { body } = await world.call(getPost, { as: kim, params: { postId } });
    expect(body.likeCount).toBe(1);
    await change(world, unblockUser, kim, lee);
    // Whether their own block or what took it back came last is open.
    await change(world, unblockUser, lee, kim);
    expect(await world.call(getPost, { as: lee, params: { postId } })).toHaveStatus(200);
  });

  it('hide the blocked from the lists of the blocker', async () => {
    const [kim, lee, han] = await people('kim', 'lee', 'han');
    await world.follow(lee, han);
    await world.follow(kim, lee);
    const { id: postId } = await world.post(lee, 'not for kim');
    await world.drain();
    await change(world, blockUser, kim, lee);
    const asKim = { as: kim, params: { userId: lee.id } };
    expect((await world.call(listUserPosts, asKim)).body.items).toEqual([]);
    expect((await world.call(getTimeline, { as: kim })).body.items).toEqual([]);
    const ofHan = await world.call(listFollowers, { as: kim, params: { userId: han.id } });
    expect(ofHan.body.items).toEqual([]);
    expect(await world.call(getPost, { as: kim, params: { postId } })).toBeProblem(
      'sns.post_not_found',
    );
    await change(world, unblockUser, kim, lee);
    expect(textsOf((await world.call(listUserPosts, asKim)).body)).toEqual(['not for kim']);
  });

  it('refuse oneself and who is not there', async () => {
    const kim = await world.user('kim');
    const nobody = { id: newId('user', new Date()) };
    for (const route of [blockUser, unblockUser]) {
      expect(await change(world, route, kim, kim)).toBeProblem('sns.cannot_block_self');
      expect(await change(world, route, kim, nobody)).toBeProblem('identity.user_not_found');
    }
  });

  it('let no follow survive, whoever is faster', async () => {
    const [kim, lee] = await people('kim', 'lee');
    for (let round = 0; round < 4; round++) {
      await Promise.all([
        ...[1, 2, 3].flatMap(() => [
          change(world, followUser, lee, kim),
          change(world, followUser, kim, lee),
        ]),
        change(world, blockUser, kim, lee),
      ]);
      const { body } = await world.call(getUser, { as: kim, params: { userId: lee.id } });
      expect(body.relationship).toMatchObject({
        following: false,
        followedBy: false,
        blocking: true,
      });
      expect(body).toMatchObject({ followerCount: 0, followingCount: 0 });
      expect(await counts(kim.id, kim)).toEqual({ followerCount: 0, followingCount: 0 });
      await change(world, unblockUser, kim, lee);
    }
  });

  it('hold for both of two who block each other, and tell neither', async () => {
    const [kim, lee] = await people('kim', 'lee');
    const seenBy = async (as: User, { id: userId }: User) =>
      (await world.call(getUser, { as, params: { userId } })).body.relationship;
    const answers = await Promise.all([
      change(world, blockUser, kim, lee),
      change(world, blockUser, lee, kim),
    ]);
    const first = answers[0].status === 200 ? kim : lee;
    const second = first === kim ? lee : kim;
    const nobody = { id: newId('user', new Date()) };
    for (const route of [blockUser, blockUser, unblockUser, blockUser]) {
      const [unseen, absent] = [
        await change(world, route, second, first),
        await change(world, route, second, nobody),
      ];
      expect(unseen).toBeProblem('identity.user_not_found');
      expect({ ...unseen.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    }
    // Each has blocked the other, so each is absent until the other takes it back.
    expect(await change(world, unblockUser, first, second)).toBeProblem('identity.user_not_found');
    expect(await seenBy(second, first)).toMatchObject({ blocking: true });
    expect(await change(world, followUser, first, second)).toBeProblem('identity.user_not_found');
    expect((await change(world, unblockUser, second, first)).body).toMatchObject({
      blocking: false,
    });
    expect(await seenBy(first, second)).toMatchObject({ blocking: false });
  });
});

describe('PUT and DELETE /v1/users/{userId}/mute', () => {
  it('hide from the own timeline alone, and tell nobody', async () => {
    const [kim, lee] = await people('kim', 'lee');
    await world.follow(kim, lee);
    await world.post(kim, 'own');
    await world.post(lee, 'before');
    await world.drain();
    const muted = { userId: lee.id, ...none, following: true, followedBy: false, muting: true };
    for (let times = 0; times < 2; times++) {
      expect((await change(world, muteUser, kim, lee)).body).toEqual(muted);
    }
    await world.post(lee, 'meanwhile');
    await world.drain();
    const timeline = async () => textsOf((await world.call(getTimeline, { as: kim })).body);
    expect(await timeline()).toEqual(['own']);
    const posts = await world.call(listUserPosts, { as: kim, params: { userId: lee.id } });
    expect(textsOf(posts.body)).toEqual(['meanwhile', 'before']);
    const seen = await world.call(getUser, { as: lee, params: { userId: kim.id } });
    expect(seen.body.relationship).toMatchObject({ followedBy: true, muting: false });
    for (let times = 0; times < 2; times++) {
      const { body } = await change(world, unmuteUser, kim, lee);
      expect(body).toEqual({ ...muted, muting: false });
    }
    await world.drain();
    expect(await timeline()).toEqual(['meanwhile', 'before', 'own']);
  });

  it('stand beside a block and the other’s mute, whichever goes first', async () => {
    const [kim, lee] = await people('kim', 'lee');
    const seenBy = async (as: User, { id: userId }: User) =>
      (await world.call(getUser, { as, params: { userId } })).body.relationship;
    await change(world, muteUser, lee, kim);
    await change(world, muteUser, kim, lee);
    await change(world, blockUser, kim, lee);
    expect(await seenBy(kim, lee)).toMatchObject({ blocking: true, muting: true });
    await change(world, unmuteUser, kim, lee);
    expect(await seenBy(kim, lee)).toMatchObject({ blocking: true, muting: false });
    await change(world, unblockUser, kim, lee);
    expect(await seenBy(kim, lee)).toMatchObject({ blocking: false, muting: false });
    expect(await seenBy(lee, kim)).toMatchObject({ blocking: false, muting: true });
  });

  it('refuse oneself and who is not there', async () => {
    const kim = await world.user('kim');
    const nobody = { id: newId('user', new Date()) };
    for (const route of [muteUser, unmuteUser]) {
      expect(await change(world, route, kim, kim)).toBeProblem('sns.cannot_mute_self');
      expect(await change(world, route, kim, nobody)).toBeProblem('identity.user_not_found');
    }
  });
});

describeInProcess('what stands between two users', () => {
  it('leaves no item once all is taken back', async () => {
    const [kim, lee] = await people('kim', 'lee');
    for (const as of [kim, lee]) {
      const other = as === kim ? lee : kim;
      for (const route of [muteUser, blockUser, unmuteUser, unblockUser]) {
        await change(world, route, as, other);
      }
    }
    const [lowerId, higherId] = [kim.id, lee.id].toSorted() as [string, string];
    expect((await Barriers.get({ lowerId, higherId }).go({ consistent: true })).data).toBeNull();
  });
});
