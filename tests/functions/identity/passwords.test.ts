import { changePassword } from '../../../functions/identity/passwords/routes.ts';
import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { linkIdentity } from '../../../functions/identity/social/routes.ts';
import { enrolTotp } from '../../../functions/identity/totp/routes.ts';
import { registeredPasskey } from '../../scenarios/passkeys.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const newPassword = 'seven green kettles';

const signIn = (world: World, { email, password }: Pick<User, 'email' | 'password'>) =>
  world.call(login, { body: { email, password } });

const exchange = (world: World, { refreshToken }: { refreshToken: string }) =>
  world.call(refresh, { body: { refreshToken } });

async function mailsAbout(world: World, { email }: User, subject: RegExp) {
  const mails = await world.mails({ to: email });
  return mails.filter((mail) => subject.test(mail.subject));
}

/** The tokens of mails to a user about something, the newest first. */
async function tokensOf(world: World, user: User, subject: RegExp): Promise<string[]> {
  return (await mailsAbout(world, user, subject)).map(
    ({ text }) => /^[A-Za-z0-9_-]{43}$/m.exec(text ?? '')?.[0] ?? '',
  );
}

async function forgottenBy(world: World, user: User): Promise<string> {
  expect(await world.call(forgotPassword, { body: { email: user.email } })).toHaveStatus(202);
  const [token = ''] = await tokensOf(world, user, /^Set a new password/);
  return token;
}

const reset = (world: World, token: string, password = newPassword) =>
  world.call(resetPassword, { body: { token, newPassword: password } });

describe('forgotPassword', () => {
  it('mails a link, and answers the same where there is nobody', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [known, unknown] = await Promise.all(
      [kim.email, `nobody.${kim.email}`].map((email) =>
        world.call(forgotPassword, { body: { email }, headers: { 'x-request-id': 'a' } }),
      ),
    );
    const [one, other] = [known, unknown].map((answer) => {
      answer?.headers.delete('date');
      answer?.headers.set(
        'ratelimit',
        (answer.headers.get('ratelimit') ?? '').replace(/\d+/g, 'n'),
      );
      return { status: answer?.status, headers: [...(answer?.headers ?? [])], body: answer?.body };
    });
    expect(one).toEqual(other);
    expect(one?.status).toBe(202);
    const [mail] = await mailsAbout(world, kim, /^Set a new password/);
    const token = /^[A-Za-z0-9_-]{43}$/m.exec(mail?.text ?? '')?.[0];
    expect(mail?.text).toContain(`?token=${token}`);
    expect(await world.mails({ to: `nobody.${kim.email}` })).toEqual([]);
  });

  it('writes Korean to who reads Korean', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const headers = { 'if-match': '"1"' };
    await world.call(updateMe, { as: kim, headers, body: { locale: 'ko-KR' } });
    await world.call(forgotPassword, { body: { email: kim.email } });
    const [token = ''] = await tokensOf(world, kim, /비밀번호를 다시 설정/);
    expect(await reset(world, token)).toHaveStatus(204);
    expect(await tokensOf(world, kim, /비밀번호가 변경되었습니다/)).toHaveLength(1);
  });
});

describe('resetPassword', () => {
  it('leaves nothing by which somebody could sign in who had the account unverified', async () => {
    const world = await createWorld({ live: false });
    const squatter = await world.user('kim');
    const stolen = await world.apiKey(squatter, ['account']);
    const identity = await world.idToken({ subject: 'squatter' });
    const google = { provider: 'google' as const };
    await world.call(linkIdentity, { as: squatter, params: google, body: { idToken: identity } });
    await world.call(enrolTotp, { as: squatter });
    expect(await world.call(getMe, { as: stolen })).toHaveStatus(200);

    expect(await reset(world, await forgottenBy(world, squatter))).toHaveStatus(204);
    await world.advance(5);
    expect(await world.call(getMe, { as: stolen })).toBeProblem('auth.api_key_invalid');
    const { body: social } = await world.call(socialSignIn, {
      params: google,
      body: { idToken: await world.idToken({ subject: 'squatter' }) },
    });
    expect(social).toMatchObject({ isNewUser: true });
    const { body: owner } = await signIn(world, { ...squatter, password: newPassword });
    expect(owner.user).toMatchObject({ id: squatter.id, emailVerified: true });
    expect(await world.call(enrolTotp, { as: owner })).toHaveStatus(200);
    const own = await world.apiKey({ ...squatter, ...owner }, ['account']);
    expect(await world.call(getMe, { as: own })).toHaveStatus(200);
  });

  it('sets the password, ends all sessions and verifies the address', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { body: phone } = await signIn(world, kim);
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
    expect(await reset(world, await forgottenBy(world, kim))).toHaveStatus(204);
    for (const device of [kim, phone]) {
      expect(await exchange(world, device)).toBeProblem('auth.refresh_token_invalid');
    }
    expect(await signIn(world, kim)).toBeProblem('auth.invalid_credentials');
    const again = await signIn(world, { ...kim, password: newPassword });
    expect(again).toHaveStatus(200);
    expect(again.body.user.emailVerified).toBe(true);
    await world.advance(5);
    for (const as of [kim, phone]) {
      expect(await world.call(getMe, { as })).toBeProblem('auth.token_invalid');
    }
    expect(await world.call(getMe, { as: again.body })).toHaveStatus(200);
  });

  it('happens once, however many ask', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const token = await forgottenBy(world, kim);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => reset(world, token, `${newPassword} ${index}`)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(7);
    expect(await reset(world, token)).toBeProblem('auth.reset_token_invalid');
    expect(await mailsAbout(world, kim, /was changed/)).toHaveLength(1);
  });

  it('voids the other links that were mailed before', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const first = await forgottenBy(world, kim);
    const second = await forgottenBy(world, kim);
    expect(second).not.toBe(first);
    expect(await reset(world, second)).toHaveStatus(204);
    expect(await reset(world, first)).toBeProblem('auth.reset_token_invalid');
  });

  it('refuses a token that is an hour old, unknown, or of another kind', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    const [verification = ''] = await tokensOf(world, kim, /^Verify/);
    const token = await forgottenBy(world, kim);
    await world.advance(3601);
    for (const wrong of [token, verification, 'x'.repeat(43), 'x', kim.refreshToken]) {
      expect(await reset(world, wrong)).toBeProblem('auth.reset_token_invalid');
    }
  });

  it('holds a password to the rules of sign-up, and then still takes the token', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const token = await forgottenBy(world, kim);
    for (const bad of ['short', 'password123', kim.email]) {
      const { body, status } = await world.request('POST', '/v1/auth/password/reset', {
        body: { token, newPassword: bad },
      });
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ path: 'body.newPassword' }] });
    }
    expect(await reset(world, token)).toHaveStatus(204);
  });
});

describe('changePassword', () => {
  const change = (world: World, as: User, currentPassword = as.password) =>
    world.call(changePassword, { as, body: { currentPassword, newPassword } });

  it('ends the other sessions, and this one not', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { body: phone } = await signIn(world, kim);
    expect(await world.call(getMe, { as: phone })).toHaveStatus(200);
    expect(await change(world, kim)).toHaveStatus(204);
    expect(await exchange(world, phone)).toBeProblem('auth.refresh_token_invalid');
    const { body: again } = await signIn(world, { ...kim, password: newPassword });
    await world.advance(5);
    expect(await world.call(getMe, { as: phone })).toBeProblem('auth.token_invalid');
    for (const as of [kim, again]) expect(await world.call(getMe, { as })).toHaveStatus(200);
    expect(await exchange(world, kim)).toHaveStatus(200);
    expect(await signIn(world, kim)).toBeProblem('auth.invalid_credentials');
  });

  it('mails the owner a link that undoes it', async () => {
    const world = await createWorld({ live: false });
    const thief = await world.user('kim');
    await change(world, thief);
    const [undo = ''] = await tokensOf(world, thief, /was changed/);
    await world.advance(23 * 3600);
    expect(await reset(world, undo, 'mine once more')).toHaveStatus(204);
    expect(await exchange(world, thief)).toBeProblem('auth.refresh_token_invalid');
    expect(await signIn(world, { ...thief, password: 'mine once more' })).toHaveStatus(200);
    expect(await reset(world, undo)).toBeProblem('auth.reset_token_invalid');
  });

  it.each(['change', 'reset'] as const)('ends that link with the next %s', async (next) => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    await change(world, kim);
    const [first = ''] = await tokensOf(world, kim, /was changed/);
    const body = { currentPassword: newPassword, newPassword: 'nine red boats' };
    const token = next === 'reset' ? await forgottenBy(world, kim) : '';
    const changed =
      next === 'change'
        ? await world.call(changePassword, { as: kim, body })
        : await reset(world, token, 'nine red boats');
    expect(changed).toHaveStatus(204);
    expect(await reset(world, first)).toBeProblem('auth.reset_token_invalid');
    const tokens = await tokensOf(world, kim, /was changed/);
    expect(tokens).toHaveLength(2);
    const [second = ''] = tokens.filter((one) => one !== first);
    expect(await reset(world, first)).toBeProblem('auth.reset_token_invalid');
    expect(await reset(world, second, 'mine once more')).toHaveStatus(204);
  });

  it('ends it also when both changes are told after the second', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const passwords = [kim.password, newPassword, 'nine red boats'];
    for (const [index, currentPassword] of passwords.slice(0, 2).entries()) {
      const body = { currentPassword, newPassword: passwords[index + 1] ?? '' };
      expect(await world.call(changePassword, { as: kim, body })).toHaveStatus(204);
    }
    const tokens = await tokensOf(world, kim, /was changed/);
    expect(tokens).toHaveLength(2);
    const answers = [];
    for (const token of tokens) answers.push(await reset(world, token, 'mine once more'));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 410]);
  });

  it('tells the owner what else signs in to the account', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const idToken = await world.idToken({ subject: 'kim' });
    const google = { provider: 'google' as const };
    await world.call(linkIdentity, { as: kim, params: google, body: { idToken } });
    await registeredPasskey(world, kim);
    await change(world, kim);
    const [mail] = await mailsAbout(world, kim, /was changed/);
    expect(mail?.text).toMatch(/^Google, linked on .+\(UTC\)$/m);
    expect(mail?.text).toMatch(/^A passkey, added on .+\(UTC\)$/m);
    const lee = await world.user('lee');
    await change(world, lee);
    const [other] = await mailsAbout(world, lee, /was changed/);
    expect(other?.text).not.toMatch(/passkey|Google/);
  });

  it('refuses a wrong current password and changes nothing', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    expect(await change(world, kim, 'five wrong lanterns')).toBeProblem('auth.invalid_credentials');
    expect(await signIn(world, kim)).toHaveStatus(200);
    expect(await mailsAbout(world, kim, /was changed/)).toEqual([]);
  });

  it('lets one of several at once win', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const answers = await Promise.all(Array.from({ length: 4 }, () => change(world, kim)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([204, 401, 401, 401]);
  });

  it('leaves no sign-in with the old password alive', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [changed, ...begun] = await Promise.all([
      change(world, kim),
      ...Array.from({ length: 6 }, () => signIn(world, kim)),
    ]);
    expect(changed).toHaveStatus(204);
    for (const { status, body } of begun) {
      expect([200, 401]).toContain(status);
      if (status === 401) continue;
      expect(await exchange(world, body)).toBeProblem('auth.refresh_token_invalid');
    }
  });
});

describeInProcess('guessing the current password', () => {
  it('is slowed down for its account', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '1' } });
    const kim = await world.user('kim');
    const body = { currentPassword: 'five wrong lanterns', newPassword };
    for (let guess = 0; guess < 5; guess++) {
      const answer = await world.call(changePassword, { as: kim, body });
      expect(answer).toBeProblem('auth.invalid_credentials');
    }
    const refused = await world.call(changePassword, { as: kim, body });
    expect(refused).toBeProblem('request.rate_limited');
  });
});
