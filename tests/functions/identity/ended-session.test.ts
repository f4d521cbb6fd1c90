import { createApiKey } from '../../../functions/identity/api-keys/routes.ts';
import { putDevice } from '../../../functions/identity/devices/routes.ts';
import { registerPasskey } from '../../../functions/identity/passkeys/routes.ts';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { linkIdentity } from '../../../functions/identity/social/routes.ts';
import { confirmTotp } from '../../../functions/identity/totp/routes.ts';
import { enrolledApp } from '../../scenarios/arrange.ts';
import { madePasskey } from '../../scenarios/passkeys.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

/** What is done while the session lives, and answers what is tried when it has ended. */
const attempts: Record<string, (world: World, as: User) => Promise<() => Promise<unknown>>> = {
  'an API key': async (world, as) => () =>
    world.call(createApiKey, { as, body: { name: 'Later', scopes: ['account'] } }),
  'a device': async (world, as) => () =>
    world.call(putDevice, {
      as,
      params: { deviceId: 'phone' },
      body: { platform: 'ios', pushToken: 'a-token' },
    }),
  'an authenticator app': async (world, as) => {
    const app = await enrolledApp(world, as);
    return () => world.call(confirmTotp, { as, body: { code: app.code() } });
  },
  'a passkey': async (world, as) => {
    const { credential } = await madePasskey(world, as);
    return () => world.call(registerPasskey, { as, body: { credential } });
  },
  'an identity': async (world, as) => {
    const idToken = await world.idToken({ subject: 'kim' });
    const params = { provider: 'google' } as const;
    return () => world.call(linkIdentity, { as, params, body: { idToken } });
  },
};

describe('a session that has just ended', () => {
  it.each(Object.entries(attempts))(
    'leaves %s to nobody who still holds its access token',
    async (_what, prepare) => {
      const world = await createWorld({ live: false });
      const kim = await world.user('kim');
      const attempt = await prepare(world, kim);
      // From now on revocations are known for three seconds: the next call is let in.
      expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
      expect(await world.call(logout, { as: kim })).toHaveStatus(204);
      expect(await attempt()).toBeProblem('auth.token_invalid');
    },
  );
});
