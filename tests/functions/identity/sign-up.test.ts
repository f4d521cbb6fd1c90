import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { getMe, getUser } from '../../../functions/identity/profiles/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { signUp } from '../../../functions/identity/sign-up/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

const password = 'three blue lanterns';
const unique = () => randomBytes(6).toString('hex');
const newAddress = () => `kim.${unique()}@example.com`;

/** What an onlooker can compare: all but what differs from any request to the next. */
function visible({ status, headers, body }: { status: number; headers: Headers; body: unknown }) {
  const changing = ['x-request-id', 'date', 'ratelimit', 'content-length'];
  const rest = Object.fromEntries([...headers].filter(([name]) => !changing.includes(name)));
  return { status, headers: rest, body };
}

/** Where mail to an address arrives, however the address is written. */
function toInbox(address: string): string {
  const [local, host = ''] = address.normalize('NFKC').trim().split('@');
  return `${local}@${domainToASCII(host)}`;
}

describe('sign-up', () => {
  it('gives the given information back, without the password', async () => {
    const world = await createWorld();
    const given = {
      email: newAddress(),
      name: '김 서연',
      bio: 'Coffee\nand code',
      locale: 'ko-KR',
      timeZone: 'Asia/Seoul',
      handle: `Kim_${unique()}`,
    };
    const answer = await world.call(signUp, { body: { ...given, password } });
    expect(answer).toHaveStatus(201);
    expect(answer.body).toEqual({ ...given, status: 'verification_sent' });

    const kim = await world.call(login, { body: { email: given.email, password } });
    expect(kim).toHaveStatus(200);
    expect(kim.body.user).toMatchObject({ ...given, emailVerified: false, version: 1 });
  });

  it('mails to hosts in any script', async () => {
    const world = await createWorld();
    const name = unique();
    const body = { email: `kim.${name}@예시.한국`, password, name: 'Kim' };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    expect(await world.mails({ to: `kim.${name}@xn--vv4b11d.xn--3e0b707e` })).toHaveLength(1);
  });

  it('answers a taken address like a free one, mails its owner and changes nothing', async () => {
    const world = await createWorld();
    const email = newAddress();
    const body = { email, password, name: 'Kim' };
    const first = await world.call(signUp, { body });
    const second = await world.call(signUp, { body: { ...body, password: 'another 9 lanterns' } });
    expect(first).toHaveStatus(201);
    expect(visible(second)).toEqual(visible(first));
    await world.drain();

    const subjects = (await world.mails({ to: email })).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual([
      'Verify your address for Moa',
      'You already have a Moa account',
    ]);
    const other = { email, password: 'another 9 lanterns' };
    expect(await world.call(login, { body: other })).toBeProblem('auth.invalid_credentials');
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
  });

  it('opens one account for 100 sign-ups, 25 at once, however the address is written', async () => {
    const world = await createWorld();
    const local = `kim.${unique()}`;
    // Mail goes to hosts in any script, but to local parts in ASCII alone.
    const address = `${local}@josé.example.com`;
    const spellings = [
      address,
      address.toUpperCase(),
      address.normalize('NFD'),
      `  ${address} `,
      address.replace('kim', 'ｋｉｍ'),
      address.replace('kim', '\u212Aim'),
      `${local}@JOSÉ.example.COM`,
      address.replace('@', '＠'),
    ];
    const wave = Array.from({ length: 25 }, (_, index) => ({
      email: spellings[index % spellings.length] as string,
      password: `${password} ${index}`,
      name: 'Kim',
    }));
    for (let waves = 0; waves < 4; waves++) {
      const answers = await Promise.all(wave.map((body) => world.call(signUp, { body })));
      for (const answer of answers) expect(answer).toHaveStatus(201);
    }
    await world.drain();
    const inboxes = new Set(spellings.map(toInbox));
    const mails = await Promise.all([...inboxes].map((to) => world.mails({ to })));
    const received = new Map(mails.flat().map((mail) => [mail.id, mail]));
    const verifications = [...received.values()].filter(({ subject }) =>
      subject.startsWith('Verify'),
    );
    expect(new Set(verifications.map(({ text }) => text)).size).toBe(1);
    // A busy machine may send one again whose sending it could not note down.
    expect(received.size).toBeGreaterThanOrEqual(100);
  });

  it('replays the first outcome of an idempotency key and refuses another body under it', async () => {
    const world = await createWorld();
    const body = { email: newAddress(), password, name: 'Kim' };
    const headers = { 'idempotency-key': unique() };
    const first = await world.call(signUp, { body, headers });
    const again = await world.call(signUp, { body, headers });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await world.call(signUp, { body: { ...body, name: 'Lee' }, headers });
    expect(other).toBeProblem('request.idempotency_key_reused');
    await world.drain();
    expect(await world.mails({ to: body.email })).toHaveLength(1);
  });

  it('makes a handle of the name, another when it is taken, and refuses a given one', async () => {
    const world = await createWorld();
    const name = `Zoë ${unique()}`;
    const handles: string[] = [];
    for (let times = 0; times < 2; times++) {
      const email = newAddress();
      await world.call(signUp, { body: { email, password, name } });
      const { body } = await world.call(login, { body: { email, password } });
      handles.push(body.user.handle);
    }
    const [first = '', second = ''] = handles;
    expect(first).toBe(name.toLowerCase().replace('ë', 'e').replace(' ', '_'));
    expect(second).toMatch(new RegExp(`^${first.slice(0, 20)}_[0-9a-f]{8}$`));

    const taken = { email: newAddress(), password, name, handle: first.toUpperCase() };
    const refused = await world.call(signUp, { body: taken });
    expect(refused).toBeProblem('identity.handle_taken');
    const attempt = await world.call(login, { body: { email: taken.email, password } });
    expect(attempt).toBeProblem('auth.invalid_credentials');
  });

  it.each([
    ['is short', '7 chars'],
    ['is long', 'x1'.repeat(65)],
    ['is common', 'Password1'],
    ['walks along the keyboard', 'qwertyuiop'],
    ['repeats itself', 'abcabcabc'],
    ['is the name', 'Seo-yeon Kim'],
    ['has a NUL', 'three\u0000lanterns'],
    ['has half a character', 'three \ud800 lanterns'],
  ])('refuses a password that %s', async (_, bad) => {
    const world = await createWorld();
    const body = { email: newAddress(), password: bad, name: 'Seo-Yeon Kim' };
    const answer = await world.call(signUp, { body });
    expect(answer).toBeProblem('request.invalid');
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(['body.password']);
    expect(JSON.stringify(answer.body)).not.toContain(bad);
  });

  it('refuses the address as password, in any case', async () => {
    const world = await createWorld();
    const email = newAddress();
    for (const bad of [email.toUpperCase(), email.slice(0, email.indexOf('@'))]) {
      const answer = await world.call(signUp, { body: { email, password: bad, name: 'Kim' } });
      expect(answer).toBeProblem('request.invalid');
    }
  });

  it('counts the characters of a password as people do, and takes one however it is typed', async () => {
    const world = await createWorld();
    const email = newAddress();
    const eight = '👩‍👩‍👧‍👦é👍🏽한글🇰🇷né';
    const body = { email, password: eight.normalize('NFC'), name: 'Kim' };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    const typed = await world.call(login, { body: { email, password: eight.normalize('NFD') } });
    expect(typed).toHaveStatus(200);
  });

  it.each([
    'plain',
    'a@b',
    'a b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    '<a@example.com>',
    '"a"@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
  ])('refuses the address %j', async (email) => {
    const world = await createWorld();
    const answer = await world.call(signUp, { body: { email, password, name: 'Kim' } });
    expect(answer).toBeProblem('request.invalid');
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(['body.email']);
  });

  it.each(['role', 'status', 'emailVerified', 'id', 'version', 'createdAt', 'postCount'])(
    'refuses %s from outside',
    async (field) => {
      const world = await createWorld();
      const body = { email: newAddress(), password, name: 'Kim', [field]: 'admin' };
      const answer = await world.request('POST', '/v1/auth/sign-up', { body });
      expect(answer).toBeProblem('request.invalid');
    },
  );

  it('makes a profile that others see without what is private', async () => {
    const world = await createWorld();
    const [kim, lee] = [await world.user('kim'), await world.user('lee')];
    const { body: own } = await world.call(getMe, { as: kim });
    const seen = await world.call(getUser, { as: lee, params: { userId: `@${own.handle}` } });
    expect(seen.body).toMatchObject({
      id: kim.id,
      handle: own.handle,
      name: 'kim',
      bio: '',
      postCount: 0,
      followerCount: 0,
      followingCount: 0,
      isPrivate: false,
    });
    expect(JSON.stringify(seen.body)).not.toContain(kim.email);
  });
});

describeInProcess('the first account ever', () => {
  it('is the only administrator, even when many sign up at once', async () => {
    const world = await createWorld({ env: {} });
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, index) => world.user(`person${index}`)),
    );
    const roles = await Promise.all(
      people.map(async (person) => (await world.call(getMe, { as: person })).body.role),
    );
    expect(roles.toSorted()).toEqual(['admin', ...Array.from({ length: 7 }, () => 'user')]);
  });
});
