import { revokeToken } from '../../../functions/identity/api-keys/routes.ts';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { introspectToken, refresh } from '../../../functions/identity/sessions/routes.ts';
import { challengedCaller, userWithTotp } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { type ApiKey, createWorld, type User, type World } from '../../support/world.ts';

const inactive = { active: false };

async function ownerWithKey(world: World): Promise<{ kim: User; as: ApiKey }> {
  const kim = await world.user('kim');
  return { kim, as: await world.apiKey(kim, ['account']) };
}

const introspect = async (world: World, as: ApiKey, token: string) =>
  (await world.call(introspectToken, { as, body: { token } })).body;

describe('introspection', () => {
  it("tells what one's own tokens allow", async () => {
    const world = await createWorld({ live: false });
    const { kim, as } = await ownerWithKey(world);
    const common = { active: true, sub: kim.id, sid: kim.session.id, client_id: 'moa' };
    const access = await introspect(world, as, kim.accessToken);
    expect(access).toMatchObject({ ...common, token_type: 'Bearer', aud: 'moa' });
    expect(access).toMatchObject({ scope: expect.stringMatching(/^account users:read /) });
    expect(await introspect(world, as, kim.refreshToken)).toMatchObject(common);
    const key = await introspect(world, as, as.key);
    expect(key).toMatchObject({ active: true, sub: kim.id, client_id: as.id, scope: 'account' });
  });

  it('answers alike for what is foreign, unknown and malformed', async () => {
    const world = await createWorld({ live: false });
    const { as } = await ownerWithKey(world);
    const lee = await world.user('lee');
    const foreign = [lee.accessToken, lee.refreshToken, (await world.apiKey(lee, ['account'])).key];
    const malformed = ['x', 'a.b.c', `${as.key}x`, lee.refreshToken.slice(0, -1), '한글'];
    for (const token of [...foreign, ...malformed]) {
      const answer = await world.call(introspectToken, { as, body: { token } });
      expect([answer.status, answer.body]).toEqual([200, inactive]);
    }
  });

  it('takes a refresh token for active as long as it can be exchanged', async () => {
    const world = await createWorld({ live: false });
    const { kim, as } = await ownerWithKey(world);
    const { body: pair } = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(await introspect(world, as, pair.refreshToken)).toMatchObject({ active: true });
    await world.advance(11);
    expect(await introspect(world, as, kim.refreshToken)).toEqual(inactive);
    expect(await introspect(world, as, pair.refreshToken)).toMatchObject({ active: true });
  });

  it('takes forms as well, with what standard clients add', async () => {
    const world = await createWorld({ live: false });
    const { kim, as } = await ownerWithKey(world);
    const form = { token: kim.accessToken, token_type_hint: 'access_token', client_id: 'moa' };
    const answer = await world.request('POST', introspectToken.path, {
      as,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams(form).toString(),
    });
    expect(answer.body).toMatchObject({ active: true, sub: kim.id });
  });

  it.each(['token=a&token=b', 'token=a&scope=admin', 'token_type_hint=access_token', 'token='])(
    'refuses the form %s',
    async (body) => {
      const world = await createWorld({ live: false });
      const { as } = await ownerWithKey(world);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await world.request('POST', introspectToken.path, { as, headers, body });
      expect(answer).toBeProblem('request.invalid');
    },
  );

  it('takes an API key only', async () => {
    const world = await createWorld({ live: false });
    const { kim } = await ownerWithKey(world);
    const body = { token: kim.accessToken };
    const byToken = await world.call(introspectToken, { as: kim, body });
    expect(byToken).toBeProblem('auth.api_key_required');
    const reader = await world.apiKey(kim, ['posts:read']);
    const byReader = await world.call(introspectToken, { as: reader, body });
    expect(byReader).toBeProblem('auth.scope_missing');
  });
});

describe('the token of a sign-in that lacks its second factor', () => {
  it('is not active, and revoking it changes nothing', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim');
    const as = await world.apiKey(kim, ['account']);
    const { accessToken: token } = await challengedCaller(world, kim);
    expect(await introspect(world, as, token)).toEqual(inactive);
    expect(await world.call(revokeToken, { as, body: { token } })).toHaveStatus(200);
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
  });
});

describe('revocation', () => {
  it.each(['accessToken', 'refreshToken'] as const)('of the %s ends its session', async (kind) => {
    const world = await createWorld({ live: false });
    const { kim, as } = await ownerWithKey(world);
    const body = { token: kim[kind] };
    expect(await world.call(revokeToken, { as, body })).toHaveStatus(200);
    expect(await introspect(world, as, kim.accessToken)).toEqual(inactive);
    expect(await introspect(world, as, kim.refreshToken)).toEqual(inactive);
    const refused = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(refused).toBeProblem('auth.refresh_token_invalid');
    await world.advance(5);
    expect(await world.call(getMe, { as: kim })).toBeProblem('auth.token_invalid');
    expect(await world.call(revokeToken, { as, body })).toHaveStatus(200);
  });

  it('ends an API key, its own as well', async () => {
    const world = await createWorld({ live: false });
    const { as } = await ownerWithKey(world);
    const answer = await world.call(revokeToken, { as, body: { token: as.key } });
    expect([answer.status, answer.body]).toEqual([200, undefined]);
    await world.advance(5);
    const again = await world.call(revokeToken, { as, body: { token: as.key } });
    expect(again).toBeProblem('auth.api_key_invalid');
  });

  it('leaves alone what is foreign or unknown, and answers alike', async () => {
    const world = await createWorld({ live: false });
    const { as } = await ownerWithKey(world);
    const lee = await world.user('lee');
    const key = await world.apiKey(lee, ['account']);
    for (const token of [lee.accessToken, lee.refreshToken, key.key, 'x']) {
      expect(await world.call(revokeToken, { as, body: { token } })).toHaveStatus(200);
    }
    await world.advance(5);
    expect(await world.call(getMe, { as: lee })).toHaveStatus(200);
    expect(await world.call(getMe, { as: key })).toHaveStatus(200);
    const body = { refreshToken: lee.refreshToken };
    expect(await world.call(refresh, { body })).toHaveStatus(200);
  });

  it('takes forms as well', async () => {
    const world = await createWorld({ live: false });
    const { kim, as } = await ownerWithKey(world);
    const answer = await world.request('POST', revokeToken.path, {
      as,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: kim.refreshToken }).toString(),
    });
    expect(answer).toHaveStatus(200);
    expect(await introspect(world, as, kim.refreshToken)).toEqual(inactive);
  });
});

describeInProcess('the key of an administrator', () => {
  it("introspects and revokes anybody's tokens by the scope `admin` alone", async () => {
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    const world = await createWorld({ live: false });
    const boss = await world.user('boss');
    await Users.patch({ userId: boss.id }).set({ role: 'admin' }).go();
    const kim = await world.user('kim');
    const narrow = await world.apiKey(boss, ['account']);
    expect(await introspect(world, narrow, boss.accessToken)).toMatchObject({ sub: boss.id });
    for (const token of [kim.accessToken, kim.refreshToken]) {
      expect(await introspect(world, narrow, token)).toEqual(inactive);
      await world.call(revokeToken, { as: narrow, body: { token } });
    }
    await world.advance(5);
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);

    const { accessToken } = await world.callerWith(['account', 'admin'], boss);
    const as = await world.apiKey({ accessToken }, ['account', 'admin']);
    expect(await introspect(world, as, kim.accessToken)).toMatchObject({ sub: kim.id });
    await world.call(revokeToken, { as, body: { token: kim.accessToken } });
    expect(await introspect(world, as, kim.accessToken)).toEqual(inactive);
    const refused = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(refused).toBeProblem('auth.refresh_token_invalid');
  });
});

describe('forms', () => {
  it('are refused where no route takes them', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.request('POST', refresh.path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'refreshToken=x',
    });
    expect(answer).toBeProblem('request.unsupported_media_type');
  });
});
