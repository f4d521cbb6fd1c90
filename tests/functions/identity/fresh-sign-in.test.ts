import { createApiKey } from '../../../functions/identity/api-keys/routes.ts';
import { passkeyRegistrationOptions } from '../../../functions/identity/passkeys/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { linkIdentity } from '../../../functions/identity/social/routes.ts';
import { confirmTotp, enrolTotp } from '../../../functions/identity/totp/routes.ts';
import { bodyOf, enrolledApp } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type SignedIn, type World } from '../../support/world.ts';

const google = { provider: 'google' } as const;

/** All that lets somebody in for longer than the access token by which it is asked for. */
const lasting: Record<string, (world: World, as: SignedIn) => Promise<unknown>> = {
  'an API key': (world, as) =>
    world.call(createApiKey, { as, body: { name: 'Later', scopes: ['account'] } }),
  'an authenticator app': (world, as) => world.call(enrolTotp, { as }),
  'a passkey': (world, as) => world.call(passkeyRegistrationOptions, { as, body: {} }),
  'an identity': async (world, as) => {
    const idToken = await world.idToken({ subject: 'mine' });
    return world.call(linkIdentity, { as, params: google, body: { idToken } });
  },
  'an identity in the place of one that is linked': async (world, as) => {
    const idToken = await world.idToken({ subject: 'another' });
    return world.call(linkIdentity, { as, params: google, body: { idToken } });
  },
};

describeInProcess('a sign-in of more than ten minutes ago', () => {
  it.each(Object.entries(lasting))('does not give %s', async (what, ask) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    if (what.includes('in the place')) {
      const body = { idToken: await world.idToken({ subject: 'first' }) };
      await bodyOf(world.call(linkIdentity, { as: kim, params: google, body }));
    }
    await world.advance(601);
    expect(await ask(world, kim)).toBeProblem('auth.fresh_sign_in_required');
    // Whoever found a refresh token is no nearer to whose it is.
    const { refreshToken } = kim;
    const as = await bodyOf(world.call(refresh, { body: { refreshToken } }));
    expect(await ask(world, as)).toBeProblem('auth.fresh_sign_in_required');
  });

  it('repeats what it gave before to who asks again by the same key', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const headers = { 'idempotency-key': 'make' };
    const body = { name: 'Now', scopes: ['account' as const] };
    const first = await bodyOf(world.call(createApiKey, { as: kim, headers, body }));
    await world.advance(601);
    expect(await bodyOf(world.call(createApiKey, { as: kim, headers, body }))).toEqual(first);
  });

  it('does not confirm an authenticator app of then', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const app = await enrolledApp(world, kim);
    await world.advance(601);
    const body = { code: app.code({ periodsLater: 20 }) };
    expect(await world.call(confirmTotp, { as: kim, body })).toBeProblem('auth.totp_not_found');
  });
});
