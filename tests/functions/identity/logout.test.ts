import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { logout, refresh } from '../../../functions/identity/sessions/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { createWorld } from '../../support/world.ts';

describe('logout', () => {
  it('ends refresh at once and access within five seconds, here only', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { email, password } = kim;
    const { body: tablet } = await world.call(login, { body: { email, password } });
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);

    const answer = await world.call(logout, { as: kim });
    expect(answer).toHaveStatus(204);
    expect(answer.body).toBeUndefined();
    const refused = await world.call(refresh, { body: { refreshToken: kim.refreshToken } });
    expect(refused).toBeProblem('auth.refresh_token_invalid');
    await world.advance(5);
    expect(await world.call(getMe, { as: kim })).toBeProblem('auth.token_invalid');
    expect(await world.call(logout, { as: kim })).toBeProblem('auth.token_invalid');
    expect(await world.call(getMe, { as: tablet })).toHaveStatus(200);
  });

  it('may be repeated', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.call(logout, { as: kim })),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  });

  it('wins over refreshes that run beside it', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const body = { refreshToken: kim.refreshToken };
    const [out, ...pairs] = await Promise.all([
      world.call(logout, { as: kim }),
      ...Array.from({ length: 10 }, () => world.call(refresh, { body })),
    ]);
    expect(out).toHaveStatus(204);
    for (const { status, body: pair } of pairs) {
      expect([200, 401]).toContain(status);
      const refreshToken = pair.refreshToken ?? kim.refreshToken;
      const after = await world.call(refresh, { body: { refreshToken } });
      expect(after).toBeProblem('auth.refresh_token_invalid');
    }
  });

  it('asks for credentials', async () => {
    const world = await createWorld({ live: false });
    expect(await world.call(logout)).toBeProblem('auth.credentials_missing');
  });
});
