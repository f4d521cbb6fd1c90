import { updateMe } from '../../../functions/identity/profiles/routes.ts';
import {
  acceptFollowRequest,
  followUser,
  listFollowers,
  listFollowing,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const setPrivacy = (world: World, as: User, isPrivate: boolean, version: number) =>
  bodyOf(
    world.call(updateMe, { as, headers: { 'if-match': `"${version}"` }, body: { isPrivate } }),
  );

describe('whom a private account follows, and who follows it', () => {
  it('is for its followers and itself alone, as its posts are', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    await world.follow(lee, kim);
    await world.follow(kim, lee);
    await world.drain();
    await setPrivacy(world, kim, true, 1);
    const params = { userId: kim.id };
    const seenBy = async (as: User) =>
      Promise.all(
        [listFollowers, listFollowing].map(async (route) => {
          const { status, body } = await world.call(route, { as, params });
          return status === 200 ? body.items.map(({ id }) => id) : body.code;
        }),
      );
    const hidden = ['identity.user_not_found', 'identity.user_not_found'];
    expect(await seenBy(kim)).toEqual([[lee.id], [lee.id]]);
    expect(await seenBy(lee)).toEqual([[lee.id], [lee.id]]);
    expect(await seenBy(han)).toEqual(hidden);
    // Who has only asked is a stranger still.
    await bodyOf(world.call(followUser, { as: han, params }));
    expect(await seenBy(han)).toEqual(hidden);
    await world.call(acceptFollowRequest, { as: kim, params: { userId: han.id } });
    await world.drain();
    expect(await seenBy(han)).toEqual([[han.id, lee.id], [lee.id]]);
    await bodyOf(world.call(unfollowUser, { as: lee, params }));
    expect(await seenBy(lee)).toEqual(hidden);
    await setPrivacy(world, kim, false, 2);
    await world.drain();
    expect(await seenBy(lee)).toEqual([[han.id], [lee.id]]);
  });

  it('is not told by an empty list either', async () => {
    const world = await createWorld({ live: false });
    const [kim, han] = [await world.user('kim'), await world.user('han')];
    await setPrivacy(world, kim, true, 1);
    for (const route of [listFollowers, listFollowing]) {
      const answer = await world.call(route, { as: han, params: { userId: kim.id } });
      expect(answer).toBeProblem('identity.user_not_found');
    }
  });
});
