import { randomBytes } from 'node:crypto';
import {
  getMe,
  getUser,
  searchUsers,
  updateMe,
} from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { signUp, verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import type { Answer } from '../../support/answer.ts';
import { type Api, openApi } from '../../support/api.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailAbout, mailedToken } from '../../support/mailed.ts';
import { createWorld, type SignedIn, type World, worldOf } from '../../support/world.ts';

const password = 'three blue lanterns';
const strangersPassword = 'five stolen lanterns';
const env = { REQUIRE_VERIFIED_EMAIL: 'true' };

let api: Promise<Api> | undefined;

/** People of their own, over one app: its code is loaded anew for the configuration. */
async function newWorld(): Promise<World> {
  api ??= openApi({ live: false, env });
  return worldOf(await api);
}

const fresh = () => randomBytes(6).toString('hex');
const freshAddress = () => `kim.${fresh()}@example.com`;

interface Wish {
  handle?: string;
  name?: string;
}

const open = (world: World, email: string, { handle, name = 'Kim' }: Wish = {}, by = password) =>
  world.call(signUp, {
    body: { email, password: by, name, ...(handle !== undefined && { handle }) },
  });

const signIn = (world: World, email: string, by = password) =>
  world.call(login, { body: { email, password: by } });

/** Signs up with an address that is not theirs. */
const squat = (world: World, email: string, wish: Wish = {}) =>
  open(world, email, wish, strangersPassword);

async function verify(world: World, email: string): Promise<void> {
  const token = await mailedToken(world, email, 'Verify your address');
  expect(await world.call(verifyEmail, { body: { token, password } })).toHaveStatus(204);
}

/** Signs up, verifies the address and signs in. */
async function verified(world: World, wish: Wish = {}): Promise<SignedIn & { email: string }> {
  const email = freshAddress();
  expect(await open(world, email, wish)).toHaveStatus(201);
  await verify(world, email);
  const answer = await signIn(world, email);
  expect(answer).toHaveStatus(200);
  return { ...answer.body, email };
}

/** What an answer tells: all of it but what differs from request to request. */
function told({ status, headers, body }: Answer, ...own: readonly string[]) {
  const text = own.reduce((all, one) => all.replaceAll(one, '…'), JSON.stringify(body ?? null));
  const changing = ['date', 'x-request-id', 'ratelimit', 'content-length', 'etag'];
  return {
    status,
    headers: [...headers.keys()].filter((name) => !changing.includes(name)),
    body: text.replace(/"requestId":"[^"]*"/, ''),
  };
}

/**
 * What a stranger may send to learn whether an address has an account. Each plays a sequence about an
 * address and answers what was told.
 */
const sequences: Record<
  string,
  (world: World, target: string, stranger: SignedIn) => Promise<unknown[]>
> = {
  async 'sign-up twice, with one handle'(world, target) {
    const [handle, mine] = [`h_${fresh()}`, freshAddress()];
    const first = await squat(world, target, { handle });
    const second = await open(world, mine, { handle });
    return [told(first, target, handle), told(second, mine, handle)];
  },
  async 'sign-up and login'(world, target) {
    const answers = [await squat(world, target), await signIn(world, target, strangersPassword)];
    return answers.map((answer) => told(answer, target));
  },
  async 'sign-up and two logins'(world, target) {
    await squat(world, target);
    await signIn(world, target, strangersPassword);
    return [told(await signIn(world, target, strangersPassword), target)];
  },
  async 'sign-up, and look-up of the handle'(world, target, as) {
    const handle = `h_${fresh()}`;
    await squat(world, target, { handle });
    const params = { userId: `@${handle}` };
    return [told(await world.call(getUser, { as, params }), handle)];
  },
  async 'sign-up, and look-up of the handle that the name gives'(world, target, as) {
    const name = `Zq${fresh()}`;
    await squat(world, target, { name });
    const params = { userId: `@${name.toLowerCase()}` };
    return [told(await world.call(getUser, { as, params }))];
  },
  async 'sign-up, and search by name and handle'(world, target, as) {
    const [name, handle] = [`Zq${fresh()}`, `zh_${fresh()}`];
    await squat(world, target, { name, handle });
    const answers = [];
    for (const query of [name, handle]) {
      answers.push(await world.call(searchUsers, { as, query: { query, limit: 1 } }));
    }
    return answers.map((answer) => told(answer));
  },
  async 'sign-up, and taking the handle'(world, target, as) {
    const handle = `h_${fresh()}`;
    await squat(world, target, { handle });
    const { body: me } = await world.call(getMe, { as });
    const headers = { 'if-match': `"${me.version}"` };
    const { status } = await world.call(updateMe, { as, headers, body: { handle } });
    return [status];
  },
  async 'sign-up with one name, and with it for oneself'(world, target) {
    const name = `Zq${fresh()}`;
    await squat(world, target, { name });
    const as = await verified(world, { name });
    const { body: me } = await world.call(getMe, { as });
    return [me.handle === name.toLowerCase()];
  },
};

describeInProcess('where addresses must be verified, nobody learns who has an account by', () => {
  it.each(Object.entries(sequences))('%s', async (_, play) => {
    const world = await newWorld();
    const owner = await verified(world);
    const waiting = freshAddress();
    await open(world, waiting);
    const stranger = await verified(world);
    const ofNobody = await play(world, freshAddress(), stranger);
    expect(await play(world, owner.email, stranger)).toEqual(ofNobody);
    expect(await play(world, waiting, stranger)).toEqual(ofNobody);
  });
});

describeInProcess('an account whose address must be verified', () => {
  it('gets the handle that it asked for with the address, and is found then', async () => {
    const world = await newWorld();
    const stranger = await verified(world);
    const [handle, name] = [`H_${fresh()}`, `Zq${fresh()}`];
    const as = await verified(world, { handle, name });
    expect((await world.call(getMe, { as })).body).toMatchObject({ handle, name });
    const params = { userId: `@${handle.toLowerCase()}` };
    const { body: shown } = await world.call(getUser, { as: stranger, params });
    expect(shown).toMatchObject({ handle, name });
    for (const query of [handle, name]) {
      const { body: found } = await world.call(searchUsers, { as: stranger, query: { query } });
      expect(found.items).toMatchObject([{ handle }]);
    }
    expect(await open(world, freshAddress(), { handle })).toBeProblem('identity.handle_taken');
  });

  it('gets another one when somebody was faster', async () => {
    const world = await newWorld();
    const handle = `h_${fresh()}`;
    const emails = Array.from({ length: 3 }, freshAddress);
    for (const email of emails) await open(world, email, { handle });
    await Promise.all(emails.map((email) => verify(world, email)));
    const handles = [];
    for (const email of emails) handles.push((await signIn(world, email)).body.user.handle);
    expect(new Set(handles).size).toBe(3);
    expect(handles.filter((one) => one === handle)).toHaveLength(1);
  });

  it('gets it by a reset, too', async () => {
    const world = await newWorld();
    const [email, handle] = [freshAddress(), `h_${fresh()}`];
    await open(world, email, { handle });
    await world.call(forgotPassword, { body: { email } });
    const token = await mailedToken(world, email, 'Set a new password');
    const body = { token, newPassword: password };
    expect(await world.call(resetPassword, { body })).toHaveStatus(204);
    expect((await signIn(world, email)).body.user).toMatchObject({ handle, emailVerified: true });
  });

  it('mails the verification again to who signs in, once an hour', async () => {
    // Its clock moves.
    const world = await createWorld({ live: false, env });
    const email = freshAddress();
    const mails = async () => (await world.mails({ to: email })).length;
    await open(world, email);
    expect(await mails()).toBe(1);
    for (const [seconds, expected] of [
      [0, 2],
      [0, 2],
      [3500, 2],
      [101, 3],
      [3500, 3],
    ] as const) {
      await world.advance(seconds);
      expect(await signIn(world, email)).toBeProblem('auth.invalid_credentials');
      expect(await mails()).toBe(expected);
    }
    const wrong = { email, password: 'five wrong lanterns' };
    await world.advance(3601);
    expect(await world.call(login, { body: wrong })).toBeProblem('auth.invalid_credentials');
    expect(await mails()).toBe(3);
    const { text = '' } = await mailAbout(world, email, 'Verify your address');
    const token = /^[A-Za-z0-9_-]{43}$/m.exec(text)?.[0] ?? '';
    expect(await world.call(verifyEmail, { body: { token, password } })).toHaveStatus(204);
    expect(await signIn(world, email)).toHaveStatus(200);
    expect(await mails()).toBe(3);
  });
});
