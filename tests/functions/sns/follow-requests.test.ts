import { getUser } from '../../../functions/identity/profiles/routes.ts';
import { likePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { createPost } from '../../../functions/sns/publishing/routes.ts';
import {
  acceptFollowRequest,
  blockUser,
  followUser,
  listFollowRequests,
  rejectFollowRequest,
  unblockUser,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { UserCounters } from '../../../lib/identity/accounts/user-counters.entity.ts';
import { newId } from '../../../lib/ids.ts';
import { FollowRequests } from '../../../lib/relations/follow-requests.entity.ts';
import { bodyOf, deleteAccount, setPrivacy, setStatus } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { putItems } from '../../support/put-items.ts';
import { seedUsers } from '../../support/seed-users.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ live: false });
  // The first account of all is an administrator's, and must stay.
  await world.user('first');
});

type Change =
  | typeof followUser
  | typeof unfollowUser
  | typeof acceptFollowRequest
  | typeof rejectFollowRequest
  | typeof blockUser
  | typeof unblockUser;

const change = (route: Change, as: User, { id: userId }: Pick<User, 'id'>) =>
  world.call(route, { as, params: { userId } });

async function privateUser(name: string): Promise<User> {
  const user = await world.user(name);
  await setPrivacy(world, user, true);
  return user;
}

async function requestsTo(as: User): Promise<string[]> {
  const { items } = await bodyOf(world.call(listFollowRequests, { as }));
  return items.map(({ id }) => id);
}

async function profile(user: User, as: User) {
  return bodyOf(world.call(getUser, { as, params: { userId: user.id } }));
}

const textsOf = (body: { items: { text: string }[] }) => body.items.map(({ text }) => text);

describe('following a private account', () => {
  it('is a request, which its owner accepts', async () => {
    const [kim, lee] = [await privateUser('kim'), await world.user('lee')];
    const none = { followedBy: false, blocking: false, muting: false };
    const requested = { userId: kim.id, ...none, following: false, requested: true };
    for (let times = 0; times < 2; times++) {
      expect((await change(followUser, lee, kim)).body).toEqual(requested);
    }
    expect(await profile(kim, lee)).toMatchObject({ followerCount: 0, relationship: requested });
    expect(await requestsTo(kim)).toEqual([lee.id]);
    expect(await requestsTo(lee)).toEqual([]);

    const accepted = await change(acceptFollowRequest, kim, lee);
    expect(accepted.body).toMatchObject({ userId: lee.id, following: false, followedBy: true });
    expect(await profile(kim, lee)).toMatchObject({
      followerCount: 1,
      relationship: { following: true, requested: false },
    });
    expect((await profile(lee, kim)).followingCount).toBe(1);
    expect(await requestsTo(kim)).toEqual([]);
    const again = await change(acceptFollowRequest, kim, lee);
    expect(again).toBeProblem('sns.follow_request_not_found');
    expect((await profile(kim, lee)).followerCount).toBe(1);
  });

  it('comes to nothing when it is rejected, withdrawn or blocked', async () => {
    const [kim, lee] = [await privateUser('kim'), await world.user('lee')];
    const ways: (() => Promise<unknown>)[] = [
      () => change(rejectFollowRequest, kim, lee),
      () => change(unfollowUser, lee, kim),
      async () => {
        await change(blockUser, kim, lee);
        await change(unblockUser, kim, lee);
      },
      async () => {
        await change(blockUser, lee, kim);
        await change(unblockUser, lee, kim);
      },
    ];
    for (const end of ways) {
      await change(followUser, lee, kim);
      expect(await requestsTo(kim)).toEqual([lee.id]);
      await end();
      expect(await requestsTo(kim)).toEqual([]);
      expect((await profile(kim, lee)).relationship).toMatchObject({
        requested: false,
        following: false,
      });
      for (const answer of [acceptFollowRequest, rejectFollowRequest]) {
        expect(await change(answer, kim, lee)).toBeProblem('sns.follow_request_not_found');
      }
    }
    expect((await profile(kim, lee)).followerCount).toBe(0);
  });

  it('is counted once, however often and at once it is accepted', async () => {
    const [kim, lee] = [await privateUser('kim'), await world.user('lee')];
    await change(followUser, lee, kim);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => change(acceptFollowRequest, kim, lee)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(7);
    expect((await profile(kim, lee)).followerCount).toBe(1);
  });

  it('finds nobody who does not ask, or is not there', async () => {
    const [kim, lee] = [await privateUser('kim'), await world.user('lee')];
    const nobody = { id: newId('user', new Date()) };
    for (const answer of [acceptFollowRequest, rejectFollowRequest]) {
      for (const user of [lee, kim]) {
        expect(await change(answer, kim, user)).toBeProblem('sns.follow_request_not_found');
      }
      expect(await change(answer, kim, nobody)).toBeProblem('identity.user_not_found');
    }
    await change(followUser, lee, kim);
    await deleteAccount(world, lee);
    expect(await requestsTo(kim)).toEqual([]);
    expect(await change(acceptFollowRequest, kim, lee)).toBeProblem('identity.user_not_found');
  });
});

describe('what a private account posts', () => {
  it('is seen by its followers and itself alone', async () => {
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    await world.follow(lee, kim);
    await world.follow(lee, han);
    const { id: postId } = await world.post(kim, 'for mine');
    await world.drain();
    await bodyOf(world.call(likePost, { as: han, params: { postId } }));
    await setPrivacy(world, kim, true);

    const seenBy = async (as: User) => ({
      post: (await world.call(getPost, { as, params: { postId } })).status,
      like: (await world.call(likePost, { as, params: { postId } })).status,
      posts: textsOf(await bodyOf(world.call(listUserPosts, { as, params: { userId: kim.id } }))),
    });
    const all = { post: 200, like: 200, posts: ['for mine'] };
    expect(await seenBy(kim)).toEqual(all);
    expect(await seenBy(lee)).toEqual(all);
    expect(await seenBy(han)).toEqual({ post: 404, like: 404, posts: [] });
    expect(textsOf(await bodyOf(world.call(getTimeline, { as: lee })))).toEqual(['for mine']);
    await change(unfollowUser, lee, kim);
    expect(await seenBy(lee)).toEqual({ post: 404, like: 404, posts: [] });
    await setPrivacy(world, kim, false);
    expect(await seenBy(han)).toEqual(all);
    const { likeCount } = await bodyOf(world.call(getPost, { as: kim, params: { postId } }));
    expect(likeCount).toBe(3);
  });
});

describeInProcess(
  'an account that becomes public, of whom more have asked than one run accepts',
  () => {
    it('is followed by all of them', async () => {
      const star = await world.user('star');
      await setPrivacy(world, star, true);
      const askers = await seedUsers(60);
      await putItems(
        askers.map(({ id: requesterId }) =>
          FollowRequests.put({
            targetId: star.id,
            requesterId,
            requestedAt: new Date().toISOString(),
          }),
        ),
      );
      await setPrivacy(world, star, false);
      await world.drain();
      const params = { userId: star.id };
      expect((await world.call(getUser, { as: star, params })).body).toMatchObject({
        followerCount: askers.length,
      });
      expect((await world.call(listFollowRequests, { as: star })).body).toMatchObject({
        items: [],
      });
    });
  },
);

describe('an account that becomes public', () => {
  it('accepts all that was asked of it, and brings its posts', async () => {
    const kim = await privateUser('kim');
    const fans: User[] = [];
    for (const name of ['lee', 'han', 'park']) fans.push(await world.user(name));
    for (const fan of fans) await change(followUser, fan, kim);
    const body = { text: 'at last', visibility: 'followers' } as const;
    await bodyOf(world.call(createPost, { as: kim, body }));
    expect(await requestsTo(kim)).toEqual(fans.map(({ id }) => id).toReversed());
    await setPrivacy(world, kim, false);
    await world.drain();
    expect(await requestsTo(kim)).toEqual([]);
    expect((await profile(kim, kim)).followerCount).toBe(3);
    for (const fan of fans) {
      expect(textsOf(await bodyOf(world.call(getTimeline, { as: fan })))).toEqual(['at last']);
    }
    expect((await change(followUser, await world.user('new'), kim)).body).toMatchObject({
      following: true,
      requested: false,
    });
  });
});

describeInProcess('somebody who follows as many as one can', () => {
  it('is accepted by nobody, and goes on asking an account that becomes public', async () => {
    const [kim, lee, han] = [
      await privateUser('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    for (const fan of [lee, han]) await change(followUser, fan, kim);
    await UserCounters.patch({ userId: lee.id }).set({ followingCount: 10_000 }).go();
    const accepted = await change(acceptFollowRequest, kim, lee);
    expect(accepted).toBeProblem('sns.requester_limit_reached');
    await setPrivacy(world, kim, false);
    await world.drain();
    expect(await requestsTo(kim)).toEqual([lee.id]);
    expect((await profile(kim, kim)).followerCount).toBe(1);
  });
});

describe('an account that is suspended', () => {
  it('while its requests are accepted has the rest accepted once it is back', async () => {
    const [kim, lee] = [await privateUser('kim'), await world.user('lee')];
    await change(followUser, lee, kim);
    await setPrivacy(world, kim, false);
    await setStatus(world, kim, 'suspended');
    await world.drain();
    await setStatus(world, kim, 'active');
    await world.drain();
    expect(await profile(kim, lee)).toMatchObject({
      relationship: { following: true, requested: false },
    });
  });
});
