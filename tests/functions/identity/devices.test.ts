import {
  deleteDevice,
  listDevices,
  putDevice,
} from '../../../functions/identity/devices/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { type Caller, createWorld, type World } from '../../support/world.ts';

const register = (world: World, as: Caller, deviceId: string, pushToken: string) =>
  world.call(putDevice, { as, params: { deviceId }, body: { platform: 'android', pushToken } });

/** Each device as `<id> <token>`. */
async function devicesOf(world: World, as: Caller): Promise<string[]> {
  const answer = await world.call(listDevices, { as });
  expect(answer).toHaveStatus(200);
  return answer.body.items.map(({ deviceId, pushToken }) => `${deviceId} ${pushToken}`).sort();
}

const tokensOf = (as: { id: string }) => (name: string) => `${name}:${as.id}`;

describe('devices', () => {
  it('are registered, listed, and forgotten', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const token = tokensOf(kim);
    const first = await register(world, kim, 'phone', token('one'));
    expect(first).toHaveStatus(200);
    expect(first.body).toMatchObject({ deviceId: 'phone', platform: 'android' });
    expect(await register(world, kim, 'phone', token('one'))).toMatchObject({ body: first.body });
    await register(world, kim, 'Tablet_2', token('two'));
    expect(await devicesOf(world, kim)).toEqual([
      `Tablet_2 ${token('two')}`,
      `phone ${token('one')}`,
    ]);

    const params = { deviceId: 'phone' };
    const lee = await world.user('lee');
    expect(await world.call(deleteDevice, { as: lee, params })).toBeProblem(
      'identity.device_not_found',
    );
    expect(await world.call(deleteDevice, { as: kim, params })).toHaveStatus(204);
    expect(await world.call(deleteDevice, { as: kim, params })).toBeProblem(
      'identity.device_not_found',
    );
    expect(await devicesOf(world, kim)).toEqual([`Tablet_2 ${token('two')}`]);
  });

  it('take a new token in place of the old one, which is free then', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const token = tokensOf(kim);
    await register(world, kim, 'phone', token('old'));
    await register(world, kim, 'phone', token('new'));
    await register(world, kim, 'tablet', token('old'));
    expect(await devicesOf(world, kim)).toEqual([
      `phone ${token('new')}`,
      `tablet ${token('old')}`,
    ]);
  });

  it('have a token of their own, also when a phone changes hands', async () => {
    const world = await createWorld({ live: false });
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const shared = tokensOf(kim)('shared');
    await register(world, kim, 'phone', shared);
    await register(world, lee, 'my-phone', shared);
    expect(await devicesOf(world, kim)).toEqual([]);
    expect(await devicesOf(world, lee)).toEqual([`my-phone ${shared}`]);
  });

  it('have one owner when many register a token at once', async () => {
    const world = await createWorld({ live: false });
    const people = await Promise.all(['kim', 'lee', 'han'].map((name) => world.user(name)));
    const shared = `shared:${people[0]?.id}`;
    const answers = await Promise.all(
      [...people, ...people].map((as, index) => register(world, as, `phone${index}`, shared)),
    );
    for (const answer of answers) expect(answer).toHaveStatus(200);
    const owned = await Promise.all(people.map((as) => devicesOf(world, as)));
    expect(owned.flat()).toHaveLength(1);
  });

  it('go when their session ends, and only those', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { email, password } = kim;
    const { body: tablet } = await world.call(login, { body: { email, password } });
    if (!('accessToken' in tablet)) throw new Error('The sign-in asks for more');
    const token = tokensOf(kim);
    await register(world, kim, 'phone', token('phone'));
    await register(world, kim, 'moved', token('moved'));
    await register(world, tablet, 'tablet', token('tablet'));
    await register(world, tablet, 'moved', token('moved'));
    expect(await world.call(logout, { as: kim })).toHaveStatus(204);
    await world.drain();
    expect(await devicesOf(world, tablet)).toEqual([
      `moved ${token('moved')}`,
      `tablet ${token('tablet')}`,
    ]);
  });

  it('are twenty at most: the one that was not registered for longest goes', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    for (let index = 0; index < 21; index++) {
      await register(world, kim, `d${index}`, `${index}:${kim.id}`);
    }
    const devices = await devicesOf(world, kim);
    expect(devices).toHaveLength(20);
    expect(devices).not.toContain(`d0 0:${kim.id}`);
  });

  it('are refused with ids and tokens of other characters', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    expect(await register(world, kim, 'my phone', 'token')).toBeProblem('request.invalid');
    expect(await register(world, kim, 'x'.repeat(65), 'token')).toBeProblem('request.invalid');
    expect(await register(world, kim, 'phone', 'to ken')).toBeProblem('request.invalid');
    expect(await register(world, kim, 'phone', '')).toBeProblem('request.invalid');
  });
});
