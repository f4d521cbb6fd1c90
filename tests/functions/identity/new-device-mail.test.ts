import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { updateMe } from '../../../functions/identity/profiles/routes.ts';
import { logoutAll } from '../../../functions/identity/sessions/routes.ts';
import {
  answerChallenge,
  login,
  passkeySignIn,
  socialSignIn,
} from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { bodyOf, challengedCaller, userWithTotp } from '../../scenarios/arrange.ts';
import { assertionOf, registeredPasskey } from '../../scenarios/passkeys.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

type Device = { name: string; platform: string };

const phone = { name: "Kim's phone", platform: 'ios' };
const laptop = { name: 'Laptop', platform: 'web' };
const subject = 'Somebody signed in to your Moa account on a new device';
const day = 24 * 3600;

const chromeOnWindows = (version: number) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;

const signIn = (world: World, { email, password }: User, device?: Device) =>
  bodyOf(world.call(login, { body: { email, password, device } }));

async function signInBy(world: World, { email, password }: User, userAgent: string) {
  const answer = await world.request('POST', '/v1/auth/login', {
    headers: { 'user-agent': userAgent },
    body: { email, password },
  });
  expect(answer).toHaveStatus(200);
}

/** The mails of sign-ins on new devices, the newest first. */
const noticesTo = async (world: World, to: string, of = subject) =>
  (await world.mails({ to })).filter((mail) => mail.subject === of);

async function verifyAddress(world: World, { email: to, password }: User) {
  const token = await mailedToken(world, to, 'Verify your address');
  await bodyOf(world.call(verifyEmail, { body: { token, password } }));
}

describe('a sign-in on a new device', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ live: false });
  });

  it('is told to the owner once, and the first of all is not', async () => {
    const kim = await world.user('kim');
    expect(await noticesTo(world, kim.email)).toEqual([]);
    await signIn(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
    await signIn(world, kim, phone);
    await signIn(world, kim);
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
    await signIn(world, kim, { ...phone, platform: 'android' });
    await signIn(world, kim, laptop);
    expect(await noticesTo(world, kim.email)).toHaveLength(3);
  });

  it('is told once when it happens several times at once', async () => {
    const kim = await world.user('kim');
    await Promise.all(Array.from({ length: 4 }, () => signIn(world, kim, phone)));
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
  });

  it('is new also when every session has ended since the first', async () => {
    const kim = await world.user('kim');
    expect(await world.call(logoutAll, { as: kim })).toHaveStatus(204);
    await signIn(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
  });

  it('tells device, address and time as their owner reads them', async () => {
    const kim = await world.signUp('kim');
    await verifyAddress(world, kim);
    const mine = { locale: 'ko-KR', timeZone: 'Asia/Seoul' };
    const headers = { 'if-match': '"2"' };
    expect(await world.call(updateMe, { as: kim, headers, body: mine })).toHaveStatus(200);
    const { session } = await signIn(world, kim, { name: '<b>폰</b>', platform: 'ios' });
    const [mail] = await noticesTo(world, kim.email, '새 기기에서 모아 계정에 로그인했습니다');
    const time = new Intl.DateTimeFormat('ko', {
      ...({ dateStyle: 'long', timeStyle: 'short' } as const),
      timeZone: mine.timeZone,
    }).format(new Date(session.createdAt));
    for (const fact of ['<b>폰</b> (ios)', session.source, `${time} (Asia/Seoul)`]) {
      expect(mail?.text).toContain(fact);
    }
    expect(mail?.html).toContain('&lt;b&gt;폰&lt;/b&gt; (ios)');
    expect(mail?.html).not.toContain('<b>');
    expect(mail?.text).toContain('비밀번호를 변경해 주세요');
  });

  it('says no word of a stranger to an address that nobody has verified', async () => {
    const kim = await world.user('kim');
    await signIn(world, kim, { name: 'Win at evil.example', platform: 'evil.example' });
    await signInBy(world, kim, 'Visit evil.example/1.0 (now)');
    const notices = await noticesTo(world, kim.email);
    expect(notices).toHaveLength(2);
    for (const { text } of notices) {
      expect(text).toContain('Device: unknown');
      expect(text).not.toContain('evil');
    }
  });

  it('says nothing that a mail reader would make a link of', async () => {
    const kim = await world.signUp('kim');
    await verifyAddress(world, kim);
    await signIn(world, kim, { name: 'Not you? See moa.evil', platform: 'web' });
    await signIn(world, kim, { name: 'Galaxy S24.5', platform: 'android' });
    const devices = (await noticesTo(world, kim.email)).map(
      ({ text }) => /^Device: (.*)$/m.exec(text ?? '')?.[1],
    );
    expect(new Set(devices)).toEqual(new Set(['Galaxy S24.5 (android)', 'unknown']));
  });

  it('is told ten times an hour at most', async () => {
    const kim = await world.user('kim');
    for (let index = 0; index < 12; index++) {
      await signIn(world, kim, { ...phone, name: `Phone ${index}` });
      await world.drain();
    }
    const notices = await noticesTo(world, kim.email);
    expect(notices.length).toBeLessThanOrEqual(10);
    expect(notices.length).toBeGreaterThanOrEqual(9);
    await world.advance(3601);
    await signIn(world, kim, laptop);
    expect(await noticesTo(world, kim.email)).toHaveLength(notices.length + 1);
  });

  it('leaves the fifty devices of the latest sign-ins known', async () => {
    const { KnownDevices } = await import('../../../lib/identity/sessions/known-devices.entity.ts');
    const { writeMany } = await import('../../../lib/model/write-many.ts');
    const { id: userId, ...kim } = await world.user('kim');
    const old = Array.from({ length: 60 }, (_, index) => ({
      userId,
      deviceKey: `key-${index}`,
      userAgent: 'agent',
      source: '192.0.2.1',
      sessionId: `session-${index}`,
      signedInAt: new Date(Date.UTC(2020, 0, index + 1)).toISOString(),
      expiresAt: Math.floor(Date.now() / 1000) + day,
    }));
    await writeMany(old.map((one) => KnownDevices.put(one)));
    await signIn(world, { id: userId, ...kim }, phone);
    await world.drain();
    const { data } = await KnownDevices.query.knownDevices({ userId }).go({ pages: 'all' });
    const keys = data.map(({ deviceKey }) => deviceKey);
    expect(keys).toHaveLength(50);
    expect(keys).toContain('key-59');
    expect(keys).not.toContain('key-0');
  });

  it('knows a browser by its name, whatever its version', async () => {
    const kim = await world.user('kim');
    await signInBy(world, kim, chromeOnWindows(141));
    const [notice] = await noticesTo(world, kim.email);
    expect(notice?.text).toContain('Device: Chrome, Windows');
    await signInBy(world, kim, chromeOnWindows(142));
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
    await signInBy(world, kim, chromeOnWindows(142).replace('Windows NT', 'Linux'));
    expect(await noticesTo(world, kim.email)).toHaveLength(2);
  });

  it('is told whichever way it came', async () => {
    const { user: kim, app } = await userWithTotp(world, 'kim');
    const challenged = await challengedCaller(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(0);
    const code = app.code({ periodsLater: 1 });
    await bodyOf(world.call(answerChallenge, { as: challenged, body: { code } }));
    expect(await noticesTo(world, kim.email)).toHaveLength(1);

    const lee = await world.user('lee');
    const { passkey } = await registeredPasskey(world, lee);
    const credential = await assertionOf(world, passkey);
    await bodyOf(world.call(passkeySignIn, { body: { credential, device: phone } }));
    expect(await noticesTo(world, lee.email)).toHaveLength(1);

    const email = `choi.${lee.email}`;
    const idToken = await world.idToken({ subject: 'choi', email, emailVerified: true });
    const by = { params: { provider: 'google' as const } };
    await bodyOf(world.call(socialSignIn, { ...by, body: { idToken, device: phone } }));
    expect(await noticesTo(world, email)).toHaveLength(0);
    await bodyOf(world.call(socialSignIn, { ...by, body: { idToken, device: laptop } }));
    const [notice] = await noticesTo(world, email);
    expect(notice?.text).toContain('Device: Laptop (web)');
  });

  it('is told with the return of a deleted account', async () => {
    await world.user('first');
    const kim = await world.user('kim');
    await bodyOf(world.call(deleteMe, { as: kim, body: { password: kim.password } }));
    await signIn(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
  });

  it('is new again after 90 days without a sign-in there', async () => {
    const kim = await world.user('kim');
    await signIn(world, kim, phone);
    await world.advance(89 * day);
    await signIn(world, kim, phone);
    await world.advance(89 * day);
    await signIn(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(1);
    await world.advance(91 * day);
    await signIn(world, kim, phone);
    expect(await noticesTo(world, kim.email)).toHaveLength(2);
  });
});
