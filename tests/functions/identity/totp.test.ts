import { confirmTotp, enrolTotp, removeTotp } from '../../../functions/identity/totp/routes.ts';
import { bodyOf, enrolledApp, userWithTotp } from '../../scenarios/arrange.ts';
import { authenticatorOf, readQrSvg } from '../../support/authenticator.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailAbout } from '../../support/mailed.ts';
import { createWorld } from '../../support/world.ts';

describe('enrolling an authenticator app', () => {
  it('tells one secret in three ways', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { body, headers } = await world.call(enrolTotp, { as: kim });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(body.otpauthUri);
    expect([uri.protocol, uri.host, uri.pathname]).toEqual([
      'otpauth:',
      'totp',
      `/Moa:${kim.email}`,
    ]);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: body.secret,
      issuer: 'Moa',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(readQrSvg(body.qrSvg)).toBe(body.otpauthUri);
  });

  it('gives way to the next enrolment until it is confirmed', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [first, second] = [await enrolledApp(world, kim), await enrolledApp(world, kim)];
    const late = await world.call(confirmTotp, { as: kim, body: { code: first.code() } });
    expect(late).toBeProblem('auth.mfa_code_invalid');
    const confirmed = await world.call(confirmTotp, { as: kim, body: { code: second.code() } });
    expect(confirmed).toHaveStatus(200);
    expect(await world.call(enrolTotp, { as: kim })).toBeProblem('auth.totp_already_on');
  });

  it('answers a repeated request with the same idempotency key alike', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const headers = { 'idempotency-key': 'enrol' };
    const first = await bodyOf(world.call(enrolTotp, { as: kim, headers }));
    expect(await bodyOf(world.call(enrolTotp, { as: kim, headers }))).toEqual(first);
  });
});

describe('confirming it', () => {
  it('gives ten different recovery codes', async () => {
    const world = await createWorld({ live: false });
    const { recoveryCodes } = await userWithTotp(world, 'kim');
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/);
  });

  it('takes a code as the app shows it', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const app = await enrolledApp(world, kim);
    const code = app.code().replace(/^.../, '$& ');
    expect(await world.call(confirmTotp, { as: kim, body: { code } })).toHaveStatus(200);
  });

  it('refuses a wrong code, and what is none', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const none = await world.call(confirmTotp, { as: kim, body: { code: '000000' } });
    expect(none).toBeProblem('auth.totp_not_found');
    const app = await enrolledApp(world, kim);
    const wrong = String((Number(app.code()) + 1) % 1_000_000).padStart(6, '0');
    const refused = await world.call(confirmTotp, { as: kim, body: { code: wrong } });
    expect(refused).toBeProblem('auth.mfa_code_invalid');
    for (const code of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦']) {
      const answer = await world.call(confirmTotp, { as: kim, body: { code } });
      expect(answer).toBeProblem('request.invalid');
    }
    expect(await world.call(enrolTotp, { as: kim })).toHaveStatus(200);
  });

  it('works once, also when asked for many times at once', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const body = { code: (await enrolledApp(world, kim)).code() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.call(confirmTotp, { as: kim, body })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toBeProblem('auth.totp_already_on');
    }
  });

  it('is mailed to the owner, as is turning it off', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim');
    await mailAbout(world, kim.email, 'Signing in to Moa now takes a second step');
    await world.call(removeTotp, { as: kim, body: { password: kim.password } });
    await mailAbout(world, kim.email, 'Signing in to Moa no longer takes a second step');
  });
});

describe('removing it', () => {
  it('takes the password', async () => {
    const world = await createWorld({ live: false });
    const { user: kim } = await userWithTotp(world, 'kim');
    const wrong = await world.call(removeTotp, { as: kim, body: { password: 'five lanterns' } });
    expect(wrong).toBeProblem('auth.invalid_credentials');
    expect(await world.call(enrolTotp, { as: kim })).toBeProblem('auth.totp_already_on');

    const body = { password: kim.password };
    expect(await world.call(removeTotp, { as: kim, body })).toHaveStatus(204);
    expect(await world.call(removeTotp, { as: kim, body })).toBeProblem('auth.totp_not_found');
    expect(await world.call(enrolTotp, { as: kim })).toHaveStatus(200);
  });

  it('gives up an enrolment, which then cannot be confirmed', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const app = await enrolledApp(world, kim);
    const removed = await world.call(removeTotp, { as: kim, body: { password: kim.password } });
    expect(removed).toHaveStatus(204);
    const confirmed = await world.call(confirmTotp, { as: kim, body: { code: app.code() } });
    expect(confirmed).toBeProblem('auth.totp_not_found');
  });
});

describeInProcess('what the table holds of a second factor', () => {
  it('lets nobody in', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const { secret, otpauthUri } = await bodyOf(world.call(enrolTotp, { as: kim }));
    const code = authenticatorOf(otpauthUri).code();
    const { recoveryCodes } = await bodyOf(world.call(confirmTotp, { as: kim, body: { code } }));
    const { TotpFactors } = await import('../../../lib/identity/totp/totp-factors.entity.ts');
    const { data } = await TotpFactors.get({ userId: kim.id }).go();
    const stored = JSON.stringify(data);
    for (const held of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((one) => one.replaceAll('-', '')),
    ]) {
      expect(stored).not.toContain(held);
    }
    const { open } = await import('../../../lib/crypto/seal.ts');
    await expect(open('totp', 'usr_somebody_else', data?.sealedSecret ?? '')).rejects.toThrow();
  });
});

describeInProcess('guessing the first code', () => {
  it('is slowed down', async () => {
    const world = await createWorld({ live: false, env: { RATE_LIMIT_FACTOR: '0.2' } });
    const kim = await world.user('kim');
    const guess = () => world.call(confirmTotp, { as: kim, body: { code: '000000' } });
    expect(await guess()).toBeProblem('auth.totp_not_found');
    expect(await guess()).toBeProblem('auth.totp_not_found');
    expect(await guess()).toBeProblem('request.rate_limited');
  });
});
