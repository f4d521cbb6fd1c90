import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const wrong = 'five wrong lanterns';

const signIn = (
  world: World,
  { email, password }: Pick<User, 'email' | 'password'>,
  from?: string,
) => world.request('POST', '/v1/auth/login', { body: { email, password }, ...(from && { from }) });

describeInProcess('guessing one account', () => {
  it('is slowed down, however the address is written; other accounts are not', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '0.2' } });
    // Signing in takes one of the guesses.
    const [kim, lee] = [await world.signUp('kim'), await world.user('lee')];
    const guess = (email: string) =>
      world.call(login, { body: { email, password: 'five wrong lanterns' } });
    for (const email of [kim.email, kim.email.toUpperCase(), ` ${kim.email}`]) {
      expect(await guess(email)).toBeProblem('auth.invalid_credentials');
    }
    const refused = await guess(kim.email.replace('@', '＠'));
    expect(refused).toBeProblem('request.rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await guess(lee.email)).toBeProblem('auth.invalid_credentials');

    await world.advance(Number(refused.headers.get('retry-after')));
    const { email, password } = kim;
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
  });
});

describeInProcess('guessing from everywhere', () => {
  let world: World;
  let kim: User;
  let sources = 0;
  const elsewhere = () => `203.0.113.${sources++}`;

  beforeAll(async () => {
    world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '1' } });
    kim = await world.signUp('kim');
    const token = await mailedToken(world, kim.email, 'Verify your address');
    await bodyOf(world.call(verifyEmail, { as: kim, body: { token } }));
    // Where they signed in before they had verified their address counts for nothing.
    await bodyOf(signIn(world, kim));
  });

  it('is evaluated less than a hundred times an hour for one account', async () => {
    let evaluated = 0;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      for (;;) {
        const answer = await signIn(world, { ...kim, password: wrong }, elsewhere());
        if (answer.status === 429) break;
        expect(answer).toBeProblem('auth.invalid_credentials');
        evaluated++;
      }
      await world.advance(300);
    }
    expect(evaluated).toBeGreaterThan(60);
    expect(evaluated).toBeLessThanOrEqual(100);
  });

  it('leaves the owner in where they signed in before', async () => {
    while ((await signIn(world, { ...kim, password: wrong }, elsewhere())).status !== 429);
    expect(await signIn(world, kim)).toHaveStatus(200);
  });

  it('leaves the owner in where they set a new password, also beside who guesses', async () => {
    const beside = elsewhere();
    while ((await signIn(world, { ...kim, password: wrong }, beside)).status !== 429);
    expect(await signIn(world, kim, beside)).toBeProblem('request.rate_limited');
    expect(await world.call(forgotPassword, { body: { email: kim.email } })).toHaveStatus(202);
    const token = await mailedToken(world, kim.email, 'Set a new password');
    const newPassword = 'four green boats';
    const body = { token, newPassword };
    const reset = await world.request('POST', resetPassword.path, { body, from: beside });
    expect(reset).toHaveStatus(204);
    kim = { ...kim, password: newPassword };
    expect(await signIn(world, kim, beside)).toHaveStatus(200);

    // As many as before, then no more; and once more by another mail.
    while ((await signIn(world, { ...kim, password: wrong }, beside)).status !== 429);
    expect(await signIn(world, kim, beside)).toBeProblem('request.rate_limited');
  });

  it('is refused of one source that tries many accounts', async () => {
    const one = elsewhere();
    const guess = (account: number) =>
      signIn(world, { email: `nobody.${account}@example.com`, password: wrong }, one);
    let accounts = 0;
    while (accounts < 200 && (await guess(accounts)).status === 401) accounts++;
    expect(accounts).toBeLessThan(200);
    expect(await guess(accounts)).toBeProblem('request.rate_limited');
  });
});
