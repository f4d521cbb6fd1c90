import { randomBytes } from 'node:crypto';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import {
  resendVerification,
  signUp,
  verifyEmail,
} from '../../../functions/identity/sign-up/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld, type World } from '../../support/world.ts';

const password = 'three blue lanterns';

async function signUpWith(world: World, locale: string) {
  const email = `kim.${randomBytes(6).toString('hex')}@example.com`;
  await world.call(signUp, { body: { email, password, name: '<b>"Kim"</b>', locale } });
  return email;
}

/** The newest mail to an address, and the token that stands on a line of its own in it. */
async function newestMail(world: World, to: string) {
  await world.drain();
  const [mail] = await world.mails({ to });
  if (!mail) throw new Error(`No mail to ${to}`);
  const { text = '', html = '' } = mail;
  const token = /^[A-Za-z0-9_-]{43}$/m.exec(text)?.[0] ?? '';
  return { ...mail, text, html, token };
}

async function isVerified(world: World, email: string): Promise<boolean> {
  const { body } = await world.call(login, { body: { email, password } });
  return (await world.call(getMe, { as: body })).body.emailVerified;
}

describe('address verification', () => {
  it.each([
    ['ko-KR', '모아 이메일 주소를 인증해 주세요', '이메일 주소 인증하기'],
    ['en', 'Verify your address for Moa', 'Verify the address'],
    ['fr-FR', 'Verify your address for Moa', 'Verify the address'],
  ])('mails a link in the language of %s', async (locale, subject, label) => {
    const world = await createWorld({ live: false });
    const email = await signUpWith(world, locale);
    const mail = await newestMail(world, email);
    expect(mail.subject).toBe(subject);
    expect(mail.to).toEqual([email]);
    expect(mail.token).toHaveLength(43);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(label);
      expect(part).toContain(`/verify-email?token=${mail.token}`);
      expect(part).not.toContain('<b>');
    }
    expect(await world.mails({ to: email })).toHaveLength(1);
  });

  it('takes a token once', async () => {
    const world = await createWorld({ live: false });
    const email = await signUpWith(world, 'en');
    const { token } = await newestMail(world, email);
    expect(await isVerified(world, email)).toBe(false);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.call(verifyEmail, { body: { token, password } })),
    );
    const [taken, ...refused] = answers.toSorted((one, other) => one.status - other.status);
    expect(taken).toHaveStatus(204);
    for (const answer of refused) expect(answer).toBeProblem('auth.verification_token_invalid');
    expect(await isVerified(world, email)).toBe(true);
    const again = await world.call(verifyEmail, { body: { token, password } });
    expect(again).toBeProblem('auth.verification_token_invalid');
  });

  it('answers a repeated request with the same idempotency key alike', async () => {
    const world = await createWorld({ live: false });
    const { token } = await newestMail(world, await signUpWith(world, 'en'));
    const headers = { 'idempotency-key': randomBytes(8).toString('hex') };
    for (let times = 0; times < 2; times++) {
      expect(await world.call(verifyEmail, { body: { token, password }, headers })).toHaveStatus(
        204,
      );
    }
  });

  it('refuses unknown tokens, and known ones after 48 hours', async () => {
    const world = await createWorld({ live: false });
    const { token } = await newestMail(world, await signUpWith(world, 'en'));
    for (const wrong of ['x', token.slice(1), `${token}x`, token.toLowerCase()]) {
      const answer = await world.call(verifyEmail, { body: { token: wrong, password } });
      expect(answer).toBeProblem('auth.verification_token_invalid');
    }
    await world.advance(48 * 3600 + 1);
    const late = await world.call(verifyEmail, { body: { token, password } });
    expect(late).toBeProblem('auth.verification_token_invalid');
  });

  it('mails again on request, to who has something to verify', async () => {
    const world = await createWorld({ live: false });
    const email = await signUpWith(world, 'en');
    const first = await newestMail(world, email);
    const asked = await world.call(resendVerification, { body: { email: email.toUpperCase() } });
    const second = await newestMail(world, email);
    expect(second.id).not.toBe(first.id);
    expect(second.token).not.toBe(first.token);
    expect(await world.call(verifyEmail, { body: { token: second.token, password } })).toHaveStatus(
      204,
    );

    const verified = await world.call(resendVerification, { body: { email } });
    const unknown = await world.call(resendVerification, { body: { email: `no.${email}` } });
    await world.drain();
    for (const answer of [asked, verified, unknown]) {
      expect(answer).toHaveStatus(202);
      expect(answer.body).toBeUndefined();
    }
    expect(await world.mails({ to: email })).toHaveLength(2);
    expect(await world.mails({ to: `no.${email}` })).toHaveLength(0);
  });
});

describeInProcess('address verification, with mail switched off', () => {
  it('sends nothing', async () => {
    const world = await createWorld({ live: false, env: { MAIL_ENABLED: 'false' } });
    const email = await signUpWith(world, 'en');
    await world.drain();
    expect(await world.mails({ to: email })).toHaveLength(0);
  });
});
