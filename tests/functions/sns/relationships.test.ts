import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { blockUser, listRelationships, muteUser } from '../../../functions/sns/relations/routes.ts';
import { newId } from '../../../lib/ids.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

let world: World;
let as: User;
beforeAll(async () => {
  world = await createWorld({ live: false });
  as = await world.user('reader');
});

const read = (ids: readonly string[]) =>
  world.call(listRelationships, { as, query: { ids: ids.join(',') } });

const none = {
  following: false,
  requested: false,
  followedBy: false,
  blocking: false,
  muting: false,
};

describe('listRelationships', () => {
  it('tells of each how the caller stands to them, in the order asked for and once', async () => {
    const [followed, follower, blocked, muted, stranger] = [
      await world.user('followed'),
      await world.user('follower'),
      await world.user('blocked'),
      await world.user('muted'),
      await world.user('stranger'),
    ];
    await world.follow(as, followed);
    await world.follow(follower, as);
    await bodyOf(world.call(blockUser, { as, params: { userId: blocked.id } }));
    await bodyOf(world.call(muteUser, { as, params: { userId: muted.id } }));
    const { items } = await bodyOf(
      read([stranger, muted, followed, follower, blocked, stranger].map(({ id }) => id)),
    );
    expect(items).toEqual([
      { ...none, userId: stranger.id },
      { ...none, userId: muted.id, muting: true },
      { ...none, userId: followed.id, following: true },
      { ...none, userId: follower.id, followedBy: true },
      { ...none, userId: blocked.id, blocking: true },
    ]);
  });

  it('leaves out who is not there for the caller', async () => {
    const [blocker, deleted] = [await world.user('blocker'), await world.user('deleted')];
    const params = { userId: as.id };
    await bodyOf(world.call(blockUser, { as: blocker, params }));
    const body = { password: deleted.password };
    expect(await world.call(deleteMe, { as: deleted, body })).toHaveStatus(202);
    const unknown = newId('user', new Date());
    expect((await read([blocker.id, deleted.id, unknown])).body).toEqual({ items: [] });
  });

  it('takes a hundred, and nothing but ids of users', async () => {
    const ids = Array.from({ length: 101 }, () => newId('user', new Date()));
    expect((await read(ids.slice(1))).body).toEqual({ items: [] });
    expect(await read(ids)).toBeProblem('request.invalid');
    for (const id of ['', 'kim', newId('post', new Date())]) {
      expect(await read([id])).toBeProblem('request.invalid');
    }
  });
});
