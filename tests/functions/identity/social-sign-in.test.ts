import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { listSessions, refresh } from '../../../functions/identity/sessions/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { signUp, verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import type { IdentityProvider } from '../../../lib/schema/identity-providers.ts';
import {
  firebaseTokenVectors,
  goodClaims,
  idTokenVectors,
  signedBy,
} from '../../contract/id-token-vectors.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type IdTokenOrder, type User, type World } from '../../support/world.ts';

const freshAddress = () => `kim.${randomBytes(6).toString('hex')}@example.com`;

async function socially(
  world: World,
  order: IdTokenOrder,
  device?: { name: string; platform: string },
) {
  const { provider = 'google' } = order;
  const idToken = await world.idToken(order);
  return world.call(socialSignIn, { params: { provider }, body: { idToken, device } });
}

async function verify(world: World, as: User): Promise<void> {
  const token = await mailedToken(world, as.email, 'Verify your address');
  expect(await world.call(verifyEmail, { as, body: { token } })).toHaveStatus(204);
}

describe('social sign-in', () => {
  it.each(['google', 'firebase'] as const)(
    'opens an account at the first one by %s',
    async (provider) => {
      const world = await createWorld({ live: false });
      const email = freshAddress();
      const order = { provider, subject: 'kim', email, emailVerified: true, name: 'Kim Lee' };
      const device = { name: "Kim's phone", platform: 'ios' };
      const { body, headers } = await socially(world, order, device);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({ isNewUser: true, tokenType: 'Bearer', expiresIn: 900 });
      expect(body.session).toMatchObject({ device, current: true });
      expect(body.user).toMatchObject({ email, emailVerified: true, name: 'Kim Lee', version: 1 });
      expect(body.user.handle).toMatch(/^kim_lee/);
      expect(decodeJwt(body.accessToken)).toMatchObject({
        sub: body.user.id,
        sid: body.session.id,
      });
      expect((await world.call(getMe, { as: body })).body).toEqual(body.user);
      const { refreshToken } = body;
      expect(await world.call(refresh, { body: { refreshToken } })).toHaveStatus(200);

      const changed = { ...order, email: freshAddress(), name: 'Lee' };
      const again = await socially(world, changed, device);
      expect(again.body).toMatchObject({ isNewUser: false, user: body.user });
      expect(again.body.session.id).not.toBe(body.session.id);
      expect(await world.mails({ to: email })).toEqual([]);
    },
  );

  it('keeps subjects and providers apart', async () => {
    const world = await createWorld({ live: false });
    const signIns = [
      await socially(world, { subject: 'kim' }),
      await socially(world, { subject: 'KIM' }),
      await socially(world, { subject: 'kim', provider: 'firebase' }),
    ];
    expect(signIns.map(({ body }) => body.isNewUser)).toEqual([true, true, true]);
    expect(new Set(signIns.map(({ body }) => body.user.id)).size).toBe(3);
  });

  it('opens one account for 50 first sign-ins at once', async () => {
    const world = await createWorld({ live: false });
    const idToken = await world.idToken({
      subject: 'kim',
      email: freshAddress(),
      emailVerified: true,
    });
    const ask = () =>
      world.call(socialSignIn, { params: { provider: 'google' }, body: { idToken } });
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        let answer = await ask();
        // A crowd on one item may be asked to come again.
        while (answer.status === 503) answer = await ask();
        return answer;
      }),
    );
    for (const answer of answers) expect(answer).toHaveStatus(200);
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.isNewUser)).toHaveLength(1);
  });

  it('ends the session that was used longest ago when there are too many', async () => {
    const world = await createWorld({ live: false });
    const { body: first } = await socially(world, { subject: 'kim' });
    const idToken = await world.idToken({ subject: 'kim' });
    const params = { provider: 'google' } as const;
    for (let times = 1; times < 50; times++) {
      expect(await world.call(socialSignIn, { params, body: { idToken } })).toHaveStatus(200);
    }
    const { refreshToken } = first;
    const { body: refreshed } = await world.call(refresh, { body: { refreshToken } });
    await world.call(socialSignIn, { params, body: { idToken } });
    const { body } = await world.call(listSessions, { as: refreshed, query: { limit: 100 } });
    expect(body.items).toHaveLength(50);
    expect(body.items.at(-1)?.id).toBe(first.session.id);
  });

  it('answers a repeated request with the same idempotency key alike', async () => {
    const world = await createWorld({ live: false });
    const idToken = await world.idToken({ subject: 'kim' });
    const ask = () =>
      world.call(socialSignIn, {
        params: { provider: 'google' },
        headers: { 'idempotency-key': 'kim' },
        body: { idToken },
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('signs in to the account of an address that both sides have verified', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    await verify(world, kim);
    const order = { subject: 'kim', email: kim.email.toUpperCase(), emailVerified: true };
    const merged = await socially(world, order);
    expect(merged.body).toMatchObject({ isNewUser: false, user: { id: kim.id } });
    const later = await socially(world, { subject: 'kim' });
    expect(later.body.user.id).toBe(kim.id);
    const { email, password } = kim;
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
  });

  it('does not sign in to it by another identity of a provider that is linked', async () => {
    const world = await createWorld({ live: false });
    const email = freshAddress();
    await socially(world, { subject: 'former', email, emailVerified: true });
    const refused = await socially(world, { subject: 'heir', email, emailVerified: true });
    expect(refused).toBeProblem('auth.another_identity_linked');
    const other = { provider: 'firebase', subject: 'kim', email, emailVerified: true } as const;
    expect((await socially(world, other)).body.isNewUser).toBe(false);
  });

  it('opens an account without an address when the provider has not verified it', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    await verify(world, kim);
    const { email, password } = kim;
    for (const order of [
      { subject: 'unverified', email },
      { subject: 'nothing said', email, emailVerified: false },
      { subject: 'no address' },
      { subject: 'no real address', email: 'kim', emailVerified: true },
    ]) {
      const { body } = await socially(world, order);
      expect(body.isNewUser).toBe(true);
      expect(body.user).toMatchObject({ email: null, emailVerified: false });
      expect(body.user.id).not.toBe(kim.id);
    }
    const signedIn = await world.call(login, { body: { email, password } });
    expect(signedIn.body.user).toMatchObject({ id: kim.id, email, emailVerified: true });
    const free = freshAddress();
    await socially(world, { subject: 'claims nothing', email: free });
    const body = { email: free, password, name: 'Owner' };
    await world.call(signUp, { body });
    expect((await world.call(login, { body: { email: free, password } })).status).toBe(200);
  });

  it('gives an address to its owner, whoever lies in wait with it', async () => {
    const world = await createWorld({ live: false });
    const lurker = await world.signUp('lurker');
    const { email, password } = lurker;
    const token = await mailedToken(world, email, 'Verify your address');
    const owner = await socially(world, { subject: 'owner', email, emailVerified: true });
    expect(owner.body).toMatchObject({ isNewUser: true, user: { email, emailVerified: true } });
    expect(owner.body.user.id).not.toBe(lurker.id);

    const tried = await world.call(login, { body: { email, password } });
    expect(tried).toBeProblem('auth.invalid_credentials');
    const verified = await world.call(verifyEmail, { as: lurker, body: { token } });
    expect(verified).toBeProblem('auth.verification_token_invalid');
    const shell = await world.call(getMe, { as: lurker });
    expect(shell.body).toMatchObject({ id: lurker.id, email: null, emailVerified: false });
    const later = await socially(world, { subject: 'owner' });
    expect(later.body.user.id).toBe(owner.body.user.id);
  });

  it('opens one account when a sign-up with the same address comes at the same time', async () => {
    const world = await createWorld({ live: false });
    for (let round = 0; round < 5; round++) {
      const email = freshAddress();
      const body = { email, password: 'three blue lanterns', name: 'Kim' };
      const [social, signedUp] = await Promise.all([
        socially(world, { subject: email, email, emailVerified: true }),
        world.call(signUp, { body }),
      ]);
      expect(signedUp).toHaveStatus(201);
      expect(social.body.user).toMatchObject({ email, emailVerified: true });
      const { password } = body;
      const tried = await world.call(login, { body: { email, password } });
      expect(tried).toBeProblem('auth.invalid_credentials');
    }
  });

  it('names somebody whose provider tells no usable name', async () => {
    const world = await createWorld({ live: false });
    for (const [index, name] of ['', ' ', '\u0000', 'x'.repeat(500), undefined].entries()) {
      const order = { subject: `kim ${index}`, ...(name !== undefined && { name }) };
      expect((await socially(world, order)).body.user.name).toBe('New user');
    }
  });

  it('takes no other provider', async () => {
    const world = await createWorld({ live: false });
    const body = { idToken: await world.idToken({ subject: 'kim' }) };
    for (const provider of ['apple', 'GOOGLE', '__proto__']) {
      const answer = await world.request('POST', `/v1/auth/social/${provider}`, { body });
      expect(answer).toBeProblem('request.invalid');
    }
  });

  it('takes a token until it expires, for its own audience', async () => {
    const world = await createWorld({ live: false });
    const params = { provider: 'google' } as const;
    const idToken = await world.idToken({ subject: 'kim', expiresInSeconds: 60 });
    await world.advance(55);
    expect(await world.call(socialSignIn, { params, body: { idToken } })).toHaveStatus(200);
    await world.advance(6);
    const late = await world.call(socialSignIn, { params, body: { idToken } });
    await world.advance(-61);
    expect(late).toBeProblem('auth.id_token_invalid');
    const foreign = await socially(world, { subject: 'kim', audience: 'another.example' });
    expect(foreign).toBeProblem('auth.id_token_invalid');
  });
});

describeInProcess('social sign-in of a suspended account', () => {
  it('is refused', async () => {
    const world = await createWorld({ live: false });
    const { body } = await socially(world, { subject: 'kim' });
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    await Users.patch({ userId: body.user.id }).set({ status: 'suspended' }).go();
    expect(await socially(world, { subject: 'kim' })).toBeProblem('auth.account_suspended');
  });
});

describeInProcess('social sign-in, where addresses must be verified', () => {
  it('asks for a verified address', async () => {
    const world = await createWorld({ live: false, env: { REQUIRE_VERIFIED_EMAIL: 'true' } });
    const refused = await socially(world, { subject: 'kim', email: 'kim@example.com' });
    expect(refused).toBeProblem('auth.email_not_verified');
    const order = { subject: 'kim', email: 'kim@example.com', emailVerified: true };
    const { body } = await socially(world, order);
    expect(body.isNewUser).toBe(true);
    expect(body.user.role).toBe('admin');
  });
});

describeInProcess('social sign-in, where a provider is not set up', () => {
  it('says so', async () => {
    const world = await createWorld({
      live: false,
      env: { FIREBASE_PROJECT_ID: '', GOOGLE_CLIENT_IDS: '' },
    });
    for (const provider of ['google', 'firebase'] as const) {
      const body = { idToken: 'x' };
      const answer = await world.call(socialSignIn, { params: { provider }, body });
      expect(answer).toBeProblem('auth.provider_not_set_up');
    }
  });
});

describeInProcess('an ID token', () => {
  const ask = async (provider: IdentityProvider, idToken: string) =>
    (await createWorld({ live: false })).call(socialSignIn, {
      params: { provider },
      body: { idToken },
    });

  it.each(['google', 'firebase'] as const)('of %s lets in when it is good', async (provider) => {
    const claims = { ...goodClaims(provider), sub: randomBytes(6).toString('hex'), email: null };
    const { email: _, ...good } = claims;
    expect(await ask(provider, await signedBy(provider, { claims: good }))).toHaveStatus(200);
    const untyped = await signedBy(provider, { header: { typ: null }, claims: good });
    expect(await ask(provider, untyped)).toHaveStatus(200);
  });

  it('of Google is of the same person by either spelling of its issuer', async () => {
    const { email: _, ...claims } = { ...goodClaims('google'), sub: 'either' };
    const spellings = ['https://accounts.google.com', 'accounts.google.com'];
    const users = new Set<string>();
    for (const iss of spellings) {
      const { body } = await ask(
        'google',
        await signedBy('google', { claims: { ...claims, iss } }),
      );
      users.add(body.user.id);
    }
    expect(users.size).toBe(1);
  });

  describe.each(['google', 'firebase'] as const)('of %s lets nobody in with', (provider) => {
    const vectors = provider === 'google' ? [] : firebaseTokenVectors;
    it.each([...idTokenVectors, ...vectors].map(([name, make]) => ({ name, make })))(
      '$name',
      async ({ make }) => {
        const refused = await ask(provider, await make(provider));
        expect(refused).toBeProblem('auth.id_token_invalid');
      },
    );
  });
});
