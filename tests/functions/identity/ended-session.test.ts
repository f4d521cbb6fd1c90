import {
  confirmTotp,
  createApiKey,
  getMe,
  linkIdentity,
  logout,
  putDevice,
} from '../../../functions/identity/routes.ts';
import { enrolledApp } from '../../scenarios/arrange.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const attempts: Record<string, (world: World, as: User) => Promise<unknown>> = {
  'an API key': (world, as) =>
    world.call(createApiKey, { as, body: { name: 'Later', scopes: ['account'] } }),
  'a device': (world, as) =>
    world.call(putDevice, {
      as,
      params: { deviceId: 'phone' },
      body: { platform: 'ios', pushToken: 'a-token' },
    }),
  'an authenticator app': async (world, as) => {
    const app = await enrolledApp(world, as);
    return world.call(confirmTotp, { as, body: { code: app.code() } });
  },
  'an identity': async (world, as) =>
    world.call(linkIdentity, {
      as,
      params: { provider: 'google' },
      body: { idToken: await world.idToken({ subject: 'kim' }) },
    }),
};

describe('a session that has just ended', () => {
  it.each(Object.entries(attempts))(
    'leaves %s to nobody who still holds its access token',
    async (_what, attempt) => {
      const world = await createWorld();
      const kim = await world.user('kim');
      // From now on revocations are known for three seconds: the next call is let in.
      expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
      expect(await world.call(logout, { as: kim })).toHaveStatus(204);
      expect(await attempt(world, kim)).toBeProblem('auth.token_invalid');
    },
  );
});
