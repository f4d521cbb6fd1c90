import { createWorldsWithTable } from '../invariants/world-with-table.ts';
import { differencesOf, shapeOf } from '../sweep/state.ts';
import { describeInProcess } from './describe-in-process.ts';
import type { User, World } from './world.ts';

/** What the account of somebody leaves in an otherwise equal table, in words. */
async function remainsOf(make: (world: World) => Promise<User>): Promise<string[]> {
  const { newWorld, scan } = await createWorldsWithTable();
  const world = newWorld();
  await world.signUp('first');
  await make(world);
  await world.drain();
  const state = { objects: [], uploads: new Set<string>(), mails: [], deadLetters: [] };
  return shapeOf({ ...state, items: await scan() }, []).items;
}

describeInProcess('somebody who is made', () => {
  it('leaves what somebody leaves who signed up and signed in, item by item', async () => {
    const signedUp = await remainsOf((world) => world.signUp('kim'));
    const made = await remainsOf((world) => world.user('kim'));
    expect(signedUp.length).toBeGreaterThan(20);
    expect(differencesOf(signedUp, made)).toEqual([]);
  });

  it.each(['user', 'signUp'] as const)(
    'is the administrator when nobody else is there, by %s',
    async (way) => {
      const { newWorld } = await createWorldsWithTable();
      const world = newWorld();
      const as = await world[way]('kim');
      expect((await world.request('GET', '/v1/admin/queues', { as })).status).toBe(200);
    },
  );

  it('has tokens that the API takes, and a password to sign in by', async () => {
    const { newWorld } = await createWorldsWithTable();
    const world = newWorld();
    const { email, password, refreshToken, ...as } = await world.user('kim');
    expect((await world.request('GET', '/v1/users/me', { as })).status).toBe(200);
    const refreshed = await world.request('POST', '/v1/auth/refresh', { body: { refreshToken } });
    expect(refreshed.status).toBe(200);
    const body = { email, password };
    expect((await world.request('POST', '/v1/auth/login', { body })).status).toBe(200);
  });
});
