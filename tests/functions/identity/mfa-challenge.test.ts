import { decodeJwt } from 'jose';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { logout, logoutAll } from '../../../functions/identity/sessions/routes.ts';
import {
  answerChallenge,
  login,
  socialSignIn,
} from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { linkIdentity, listIdentities } from '../../../functions/identity/social/routes.ts';
import { enrolTotp, removeTotp } from '../../../functions/identity/totp/routes.ts';
import { bodyOf, challengedCaller, userWithTotp } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { type Caller, createWorld } from '../../support/world.ts';

const device = { name: "Kim's phone", platform: 'ios' };

describe('login with a second factor', () => {
  it('gives nothing but a token for the challenge', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim');
    const { email, password } = kim;
    const answer = await world.call(login, { body: { email, password } });
    expect(answer).toHaveStatus(200);
    const { mfaToken, ...rest } = answer.body;
    expect(rest).toEqual({ status: 'mfa_required', methods: ['totp', 'recovery_code'] });
    expect(decodeJwt(mfaToken)).toMatchObject({ sub: kim.id, scope: 'otp', aud: 'moa-mfa' });
    const wrong = await world.call(login, { body: { email, password: 'five wrong lanterns' } });
    expect(wrong).toBeProblem('auth.invalid_credentials');
  });

  it('is ended by a code, on the device that it began on', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, app } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim, device);
    const body = { code: app.code({ periodsLater: 1 }) };
    const signedIn = await bodyOf(world.call(answerChallenge, { as, body }));
    expect(signedIn).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, session: { device } });
    expect((await world.call(getMe, { as: signedIn })).body).toEqual(signedIn.user);
  });

  it('is ended by a recovery code, however it is typed, once', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const [first = '', second = ''] = recoveryCodes;
    const answer = async (recoveryCode: string) => {
      const as = await challengedCaller(world, kim);
      return world.call(answerChallenge, { as, body: { recoveryCode } });
    };
    expect(await answer(first)).toHaveStatus(200);
    expect(await answer(first)).toBeProblem('auth.mfa_code_invalid');
    expect(await answer(second.replaceAll('-', ' ').toUpperCase())).toHaveStatus(200);
    expect(await answer(second)).toBeProblem('auth.mfa_code_invalid');
    expect(await answer('')).toBeProblem('request.invalid');
  });

  it('is as before once the second factor is off', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const { email, password } = kim;
    await bodyOf(world.call(removeTotp, { as: kim, body: { password } }));
    const late = await world.call(answerChallenge, { as, body: { code: '000000' } });
    expect(late).toBeProblem('auth.mfa_code_invalid');
    const { body } = await world.call(login, { body: { email, password } });
    expect(await world.call(getMe, { as: body })).toHaveStatus(200);
  });
});

describe('social sign-in with a second factor', () => {
  const params = { provider: 'google' } as const;

  it('asks for it, and is ended like any other', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const body = { idToken: await world.idToken({ subject: 'kim' }), device };
    await bodyOf(world.call(linkIdentity, { as: kim, params, body: { idToken: body.idToken } }));
    const { mfaToken, ...rest } = await bodyOf(world.call(socialSignIn, { params, body }));
    expect(rest).toEqual({
      status: 'mfa_required',
      methods: ['totp', 'recovery_code'],
      isNewUser: false,
    });
    const as = { accessToken: mfaToken };
    expect(await world.call(getMe, { as })).toBeProblem('auth.token_invalid');
    const [recoveryCode = ''] = recoveryCodes;
    const signedIn = await bodyOf(world.call(answerChallenge, { as, body: { recoveryCode } }));
    expect(signedIn).toMatchObject({ user: { id: kim.id }, session: { device } });
  });

  it('links nothing to the account of a verified address before', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim', world.signUp);
    const token = await mailedToken(world, kim.email, 'Verify your address');
    await bodyOf(world.call(verifyEmail, { as: kim, body: { token } }));
    const { email } = kim;
    const idToken = await world.idToken({ subject: 'kim', email, emailVerified: true });
    const answer = await bodyOf(world.call(socialSignIn, { params, body: { idToken } }));
    expect(decodeJwt(answer.mfaToken)).toMatchObject({ sub: kim.id, scope: 'otp' });
    expect(await bodyOf(world.call(listIdentities, { as: kim }))).toMatchObject({ items: [] });
  });
});

describe('a code of the app', () => {
  it('counts once: not after it was confirmed with, nor in two sign-ins at once', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, app, usedCode } = await userWithTotp(world, 'kim');
    const [one, other] = [await challengedCaller(world, kim), await challengedCaller(world, kim)];
    const used = await world.call(answerChallenge, { as: one, body: { code: usedCode } });
    expect(used).toBeProblem('auth.mfa_code_invalid');
    const body = { code: app.code({ periodsLater: 1 }) };
    const answers = await Promise.all(
      [one, other].map((as) => world.call(answerChallenge, { as, body })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toBeProblem('auth.mfa_code_invalid');
    }
  });

  it('is wanted, or a recovery code, but not both', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const [recoveryCode = ''] = recoveryCodes;
    for (const body of [{}, { code: '123456', recoveryCode }]) {
      const answer = await world.call(answerChallenge, { as, body });
      expect(answer).toBeProblem('request.invalid');
    }
  });
});

describe('the token of a challenge', () => {
  it('is good there alone, and no other is', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    for (const route of [getMe, enrolTotp, logout]) {
      expect(await world.call(route, { as })).toBeProblem('auth.token_invalid');
    }
    const [recoveryCode = ''] = recoveryCodes;
    const body = { recoveryCode };
    for (const token of [kim.accessToken, kim.refreshToken]) {
      const answer = await world.call(answerChallenge, { as: { accessToken: token }, body });
      expect(answer).toBeProblem('auth.token_invalid');
    }
    expect(await world.call(answerChallenge, { body })).toBeProblem('auth.credentials_missing');
  });

  it('is spent by the answer, also when many come at once', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const answers = await Promise.all(
      recoveryCodes.map((recoveryCode) =>
        world.call(answerChallenge, { as, body: { recoveryCode } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toBeProblem('auth.token_invalid');
    }
    // The codes of those who came late were not used up.
    const late = recoveryCodes[answers.findIndex(({ status }) => status !== 200)] ?? '';
    const again = await challengedCaller(world, kim);
    const answer = await world.call(answerChallenge, { as: again, body: { recoveryCode: late } });
    expect(answer).toHaveStatus(200);
  });

  it('gives the first answer again to the same idempotency key', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const [recoveryCode = ''] = recoveryCodes;
    const headers = { 'idempotency-key': 'answer' };
    const call = { as, headers, body: { recoveryCode } };
    const first = await bodyOf(world.call(answerChallenge, call));
    const again = await world.call(answerChallenge, call);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first);
    const other = { ...call, as: await challengedCaller(world, kim) };
    expect(await world.call(answerChallenge, other)).toBeProblem('auth.mfa_code_invalid');
  });

  it('is over after five minutes', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    await world.advance(600);
    const [recoveryCode = ''] = recoveryCodes;
    const answer = await world.call(answerChallenge, { as, body: { recoveryCode } });
    expect(answer).toBeProblem('auth.token_invalid');
  });
});

describeInProcess('a challenge that is overtaken', () => {
  it('by another password is over', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const { AddressClaims } = await import(
      '../../../lib/identity/accounts/address-claims.entity.ts'
    );
    const { hashPassword } = await import('../../../lib/crypto/password-hash.ts');
    const { addressKey } = await import('../../../lib/identity/accounts/keys.ts');
    const passwordHash = await hashPassword('four green kettles');
    await AddressClaims.patch({ addressKey: addressKey(kim.email) })
      .set({ passwordHash })
      .go();
    const [recoveryCode = ''] = recoveryCodes;
    const answer = await world.call(answerChallenge, { as, body: { recoveryCode } });
    expect(answer).toBeProblem('auth.token_invalid');
  });

  it('by the end of all sessions is over, but not by the end or beginning of one', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const [first = '', second = '', third = ''] = recoveryCodes;
    const answer = (as: Caller, recoveryCode: string) =>
      world.call(answerChallenge, { as, body: { recoveryCode } });
    const [open, other, last] = [
      await challengedCaller(world, kim),
      await challengedCaller(world, kim),
      await challengedCaller(world, kim),
    ];
    const begun = await bodyOf(answer(open, first));
    expect(await world.call(logout, { as: kim })).toHaveStatus(204);
    expect(await answer(other, second)).toHaveStatus(200);
    expect(await world.call(logoutAll, { as: begun })).toHaveStatus(204);
    expect(await answer(last, third)).toBeProblem('auth.token_invalid');
    expect(await answer(await challengedCaller(world, kim), third)).toHaveStatus(200);
  });

  it('by a suspension says so', async () => {
    const world = await createWorld({ live: false });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const as = await challengedCaller(world, kim);
    const { Users } = await import('../../../lib/identity/accounts/users.entity.ts');
    await Users.patch({ userId: kim.id }).set({ status: 'suspended' }).go();
    const [recoveryCode = ''] = recoveryCodes;
    const answer = await world.call(answerChallenge, { as, body: { recoveryCode } });
    expect(answer).toBeProblem('auth.account_suspended');
  });
});

describeInProcess('guessing codes', () => {
  it('is slowed down for the account, and its owner gets in again', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '0.2' } });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim');
    const guess = async () =>
      world.call(answerChallenge, {
        as: await challengedCaller(world, kim),
        body: { recoveryCode: 'a wrong one' },
      });
    expect(await guess()).toBeProblem('auth.mfa_code_invalid');
    expect(await guess()).toBeProblem('auth.mfa_code_invalid');
    const refused = await guess();
    expect(refused).toBeProblem('request.rate_limited');

    await world.advance(Number(refused.headers.get('retry-after')));
    const as = await challengedCaller(world, kim);
    const [recoveryCode = ''] = recoveryCodes;
    const answer = await world.call(answerChallenge, { as, body: { recoveryCode } });
    expect(answer).toHaveStatus(200);
  });

  it('leaves the owner in where they signed in before, also beside who knows the password', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '1' } });
    const { user: kim, recoveryCodes } = await userWithTotp(world, 'kim', world.signUp);
    const { email, password } = kim;
    const token = await mailedToken(world, email, 'Verify your address');
    await bodyOf(world.call(verifyEmail, { as: kim, body: { token } }));
    const answer = async (recoveryCode: string, from?: string) => {
      const at = from === undefined ? {} : { from };
      const body = { email, password };
      const opened = await world.request('POST', login.path, { body, ...at });
      if (opened.status !== 200) return opened;
      const as = { accessToken: (opened.body as { mfaToken: string }).mfaToken };
      return world.request('POST', answerChallenge.path, { as, body: { recoveryCode }, ...at });
    };
    const [first = '', second = '', third = ''] = recoveryCodes;
    expect(await answer(first)).toHaveStatus(200);
    let guesses = 0;
    while ((await answer('a wrong one', `203.0.113.${guesses}`)).status !== 429) guesses++;
    expect(guesses).toBeGreaterThan(0);
    expect(guesses).toBeLessThanOrEqual(10);
    expect(await answer(second, '203.0.113.200')).toBeProblem('request.rate_limited');
    expect(await answer(third)).toHaveStatus(200);

    // Who has the mailbox gets no guesses by it: a second factor is what stands beside a mailbox.
    const from = '203.0.113.250';
    await world.request('POST', forgotPassword.path, { body: { email }, from });
    const mailed = await mailedToken(world, email, 'Set a new password');
    const newPassword = 'seven green kettles';
    const reset = { token: mailed, newPassword };
    expect(await world.request('POST', resetPassword.path, { body: reset, from })).toHaveStatus(
      204,
    );
    const opened = await world.request('POST', login.path, {
      body: { email, password: newPassword },
      from,
    });
    expect(opened).toHaveStatus(200);
    const as = { accessToken: (opened.body as { mfaToken: string }).mfaToken };
    const body = { recoveryCode: second };
    expect(await world.request('POST', answerChallenge.path, { as, body, from })).toBeProblem(
      'request.rate_limited',
    );
  });

  it('is slowed down for each token, and tells nothing of the code', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '0.2' } });
    const { user: kim, app, usedCode } = await userWithTotp(world, 'kim');
    const answerWith = async (as: { accessToken: string }, code: string) =>
      world.call(answerChallenge, { as, body: { code } });
    const as = await challengedCaller(world, kim);
    const wrong = await answerWith(as, '000000');
    expect(wrong).toBeProblem('auth.mfa_code_invalid');
    const used = await answerWith(await challengedCaller(world, kim), usedCode);
    const { requestId: _, instance: __, ...told } = wrong.body as Record<string, unknown>;
    expect(used.body).toMatchObject(told);
    expect(await answerWith(as, app.code({ periodsLater: 1 }))).toBeProblem('request.rate_limited');
  });
});
