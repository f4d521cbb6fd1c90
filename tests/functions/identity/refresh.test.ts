import { decodeJwt } from 'jose';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { createWorld, type World } from '../../support/world.ts';

async function exchange(world: World, refreshToken: string) {
  const answer = await world.call(refresh, { body: { refreshToken } });
  expect(answer).toHaveStatus(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer.body;
}

describe('refresh', () => {
  it.each([
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud800'],
  ])('refuses %s as no token at all', async (_, refreshToken) => {
    const world = await createWorld();
    expect(await world.call(refresh, { body: { refreshToken } })).toBeProblem('request.invalid');
  });

  it('gives a new pair for the same session', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const pair = await exchange(world, kim.refreshToken);
    expect(pair).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
    expect(pair.refreshToken).not.toBe(kim.refreshToken);
    expect(decodeJwt(pair.accessToken)).toMatchObject({ sub: kim.id, sid: kim.session.id });
    expect(await world.call(getMe, { as: pair })).toHaveStatus(200);
    await exchange(world, pair.refreshToken);
  });

  it('makes one family of 50 at once and logs nobody out', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const pairs = await Promise.all(
      Array.from({ length: 50 }, () => exchange(world, kim.refreshToken)),
    );
    const children = new Set(pairs.map(({ refreshToken }) => refreshToken));
    expect(children.size).toBe(1);
    const [child = ''] = children;
    const next = await exchange(world, child);
    expect(await world.call(getMe, { as: next })).toHaveStatus(200);
  });

  it('honours the parent for ten seconds with the same child, then ends that session only', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const { email, password } = kim;
    const { body: tablet } = await world.call(login, { body: { email, password } });
    const child = await exchange(world, kim.refreshToken);
    await world.advance(9);
    expect((await exchange(world, kim.refreshToken)).refreshToken).toBe(child.refreshToken);
    await world.advance(2);
    const late = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(late).toBeProblem('auth.refresh_token_invalid');

    const ended = await world.call(refresh, { body: { refreshToken: child.refreshToken } });
    expect(ended).toBeProblem('auth.refresh_token_invalid');
    await world.advance(5);
    expect(await world.call(getMe, { as: child })).toBeProblem('auth.token_invalid');
    expect(await world.call(getMe, { as: tablet })).toHaveStatus(200);
    await exchange(world, tablet.refreshToken);
  });

  it('ends the session at once when a grandparent comes back', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const child = await exchange(world, kim.refreshToken);
    const grandchild = await exchange(world, child.refreshToken);
    const old = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(old).toBeProblem('auth.refresh_token_invalid');
    const ended = await world.call(refresh, { body: { refreshToken: grandchild.refreshToken } });
    expect(ended).toBeProblem('auth.refresh_token_invalid');
  });

  it('ends a session that was idle for 30 days, and not one that was used', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const day = 24 * 3600;
    await world.advance(29 * day);
    const child = await exchange(world, kim.refreshToken);
    await world.advance(29 * day);
    const grandchild = await exchange(world, child.refreshToken);
    await world.advance(30 * day + 1);
    const idle = await world.call(refresh, { body: { refreshToken: grandchild.refreshToken } });
    expect(idle).toBeProblem('auth.refresh_token_invalid');
  });

  it('refuses whatever it did not make, and harms no session by it', async () => {
    const world = await createWorld();
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const parts = kim.refreshToken.split('_');
    const mac = parts.slice(5).join('_');
    const withParts = (changes: Record<number, string>) =>
      [...parts.slice(0, 5), mac].map((part, index) => changes[index] ?? part).join('_');
    const leeParts = lee.refreshToken.split('_');
    const forged = [
      'x',
      kim.accessToken,
      withParts({ 2: leeParts[2] as string }),
      withParts({ 3: leeParts[3] as string }),
      withParts({ 4: '2' }),
      withParts({ 4: '01' }),
      withParts({ 5: 'A'.repeat(43) }),
      `${kim.refreshToken}=`,
      kim.refreshToken.toUpperCase(),
      ` ${kim.refreshToken}`,
    ];
    expect(withParts({})).toBe(kim.refreshToken);
    for (const refreshToken of forged) {
      const answer = await world.call(refresh, { body: { refreshToken } });
      expect(answer).toBeProblem('auth.refresh_token_invalid');
    }
    await exchange(world, kim.refreshToken);
    await exchange(world, lee.refreshToken);
  });

  it('does not take a refresh token for an access token', async () => {
    const world = await createWorld();
    const kim = await world.user('kim');
    const answer = await world.call(getMe, { as: { accessToken: kim.refreshToken } });
    expect(answer).toBeProblem('auth.token_invalid');
  });
});
