import { getUser } from '../../../functions/identity/profiles/routes.ts';
import {
  followUser,
  listFollowers,
  listFollowing,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const follow = (world: World, as: User, userId: string) =>
  world.call(followUser, { as, params: { userId } });
const unfollow = (world: World, as: User, userId: string) =>
  world.call(unfollowUser, { as, params: { userId } });

async function counts(world: World, { id: userId }: User, as: User) {
  const { body } = await world.call(getUser, { as, params: { userId } });
  const { followerCount, followingCount } = body;
  return { followerCount, followingCount };
}

describe('PUT and DELETE /v1/users/{userId}/follow', () => {
  it('answer how the two stand to each other, and repeat without effect', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    const none = { requested: false, blocking: false, muting: false };
    const followed = { userId: kim.id, following: true, followedBy: false, ...none };
    expect((await follow(world, lee, kim.id)).body).toEqual(followed);
    expect((await follow(world, lee, kim.id)).body).toEqual(followed);
    expect(await counts(world, kim, lee)).toEqual({ followerCount: 1, followingCount: 0 });
    expect(await counts(world, lee, lee)).toEqual({ followerCount: 0, followingCount: 1 });
    const back = await follow(world, kim, lee.id);
    expect(back.body).toMatchObject({ userId: lee.id, following: true, followedBy: true });
    for (let times = 0; times < 2; times++) {
      const { body } = await unfollow(world, lee, kim.id);
      expect(body).toMatchObject({ following: false, followedBy: true });
    }
    expect(await counts(world, kim, lee)).toEqual({ followerCount: 0, followingCount: 1 });
  });

  it('refuse oneself and who is not there', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const nobody = newId('user', new Date());
    for (const change of [follow, unfollow]) {
      expect(await change(world, kim, kim.id)).toBeProblem('sns.cannot_follow_self');
      expect(await change(world, kim, nobody)).toBeProblem('identity.user_not_found');
    }
    expect(await counts(world, kim, kim)).toEqual({ followerCount: 0, followingCount: 0 });
  });

  it('keep the counters exact under any concurrency', async () => {
    const world = await createWorld();
    const [kim, lee] = await Promise.all([world.user('kim'), world.user('lee')]);
    for (const change of [follow, unfollow, follow]) {
      await Promise.all(Array.from({ length: 10 }, () => change(world, lee, kim.id)));
    }
    expect(await counts(world, kim, lee)).toEqual({ followerCount: 1, followingCount: 0 });
    expect(await counts(world, lee, lee)).toEqual({ followerCount: 0, followingCount: 1 });
  });
});

describe('GET /v1/users/{userId}/followers and /following', () => {
  it('list everybody once, the latest first, whatever the page size', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const fans = [];
    for (let index = 0; index < 7; index++) {
      const fan = await world.user(`fan${index}`);
      await world.follow(fan, kim);
      await world.follow(kim, fan);
      fans.unshift(fan.id);
    }
    await unfollow(world, kim, fans[3] as string);
    for (const [route, expected] of [
      [listFollowers, fans],
      [listFollowing, fans.filter((_, index) => index !== 3)],
    ] as const) {
      for (let limit = 1; limit <= 8; limit++) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const query = { limit, ...(cursor && { cursor }) };
          const { body } = await world.call(route, {
            as: kim,
            params: { userId: kim.id },
            query,
          });
          if (body.nextCursor) expect(body.items).toHaveLength(limit);
          seen.push(...body.items.map(({ id }) => id));
          cursor = body.nextCursor ?? undefined;
        } while (cursor);
        expect(seen).toEqual(expected);
      }
    }
  });

  it('find nobody who is not there', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const params = { userId: newId('user', new Date()) };
    for (const route of [listFollowers, listFollowing]) {
      const answer = await world.call(route, { as: kim, params });
      expect(answer).toBeProblem('identity.user_not_found');
    }
  });
});
