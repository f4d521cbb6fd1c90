import { decodeJwt } from 'jose';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld } from '../../support/world.ts';

describe('login', () => {
  it('gives tokens, the session and the user', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const device = { name: "Kim's phone", platform: 'ios' };
    const { email, password } = kim;
    const { body, headers } = await world.call(login, { body: { email, password, device } });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
    expect(body.session).toMatchObject({ device, current: true });
    expect(body.session.lastUsedAt).toBe(body.session.createdAt);
    expect(body.user).toMatchObject({ id: kim.id, email, role: expect.any(String), version: 1 });
    expect(decodeJwt(body.accessToken)).toMatchObject({ sub: kim.id, sid: body.session.id });
    const me = await world.call(getMe, { as: body });
    expect(me.body).toEqual(body.user);
  });

  it('grants administrators the admin scope, nobody metrics:read', async () => {
    const world = await createWorld({ live: false });
    const { email, password } = await world.user('kim');
    const { body } = await world.call(login, { body: { email, password } });
    const granted = String(decodeJwt(body.accessToken).scope).split(' ');
    expect(granted).toEqual(expect.arrayContaining(['account', 'users:read', 'posts:write']));
    expect(granted.includes('admin')).toBe(body.user.role === 'admin');
    expect(granted).not.toContain('metrics:read');
  });

  it('finds the account however the address is written', async () => {
    const world = await createWorld({ live: false });
    const { email, password } = await world.user('kim');
    for (const written of [email.toUpperCase(), ` ${email} `, email.replace('@', '＠')]) {
      const answer = await world.call(login, { body: { email: written, password } });
      expect(answer).toHaveStatus(200);
    }
  });

  it('tells nobody whether an address is known', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const wrong = { email: kim.email, password: 'five wrong lanterns' };
    const unknown = { ...wrong, email: `nobody.${kim.email}` };
    const answers = await Promise.all(
      [wrong, unknown].map((body) => world.call(login, { body, headers: { 'x-request-id': 'a' } })),
    );
    const [known, other] = answers.map(({ status, headers, body }) => {
      headers.delete('date');
      headers.set('ratelimit', (headers.get('ratelimit') ?? '').replace(/\d+/g, 'n'));
      return { status, headers: [...headers], body };
    });
    expect(answers[0]).toBeProblem('auth.invalid_credentials');
    expect(other).toEqual(known);
  });

  it('refuses a password that is right but for case, spaces or its end', async () => {
    const world = await createWorld({ live: false });
    const { email, password } = await world.user('kim');
    for (const wrong of [password.toUpperCase(), ` ${password}`, `${password}x`, 'x']) {
      const answer = await world.call(login, { body: { email, password: wrong } });
      expect(answer).toBeProblem('auth.invalid_credentials');
    }
  });
});

describeInProcess('login, where addresses must be verified', () => {
  it('is refused as a wrong password before', async () => {
    const world = await createWorld({ live: false, env: { REQUIRE_VERIFIED_EMAIL: 'true' } });
    const body = { email: 'kim@example.com', password: 'three blue lanterns' };
    await world.request('POST', '/v1/auth/sign-up', { body: { ...body, name: 'Kim' } });
    const wrong = await world.call(login, { body: { ...body, password: 'five wrong lanterns' } });
    expect(wrong).toBeProblem('auth.invalid_credentials');
    expect(await world.call(login, { body })).toBeProblem('auth.invalid_credentials');

    const token = await mailedToken(world, body.email, 'Verify your address');
    const verified = await world.request('POST', '/v1/auth/email/verify', {
      body: { token, password: body.password },
    });
    expect(verified).toHaveStatus(204);
    expect(await world.call(login, { body })).toHaveStatus(200);
  });
});

describeInProcess('login of a suspended account', () => {
  it('says so to who knows the password, and to nobody else', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    await Users.patch({ userId: kim.id }).set({ status: 'suspended' }).go();
    const { email, password } = kim;
    const right = await world.call(login, { body: { email, password } });
    expect(right).toBeProblem('auth.account_suspended');
    const wrong = await world.call(login, { body: { email, password: 'five wrong lanterns' } });
    expect(wrong).toBeProblem('auth.invalid_credentials');
    const body = { refreshToken: kim.refreshToken };
    const refreshed = await world.request('POST', '/v1/auth/refresh', { body });
    expect(refreshed).toBeProblem('auth.account_suspended');
  });
});
