import { createApiKey, listApiKeys } from '../../../functions/identity/api-keys/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { changePassword } from '../../../functions/identity/passwords/routes.ts';
import { getMe, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { login } from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { linkIdentity, listIdentities } from '../../../functions/identity/social/routes.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type SignedIn, type User, type World } from '../../support/world.ts';

const newPassword = 'seven green kettles';

async function verifiedUser(world: World, name: string): Promise<User> {
  const user = await world.signUp(name);
  const token = await mailedToken(world, user.email, 'Verify your address');
  expect(await world.call(verifyEmail, { as: user, body: { token } })).toHaveStatus(204);
  return user;
}

async function reset(world: World, { email }: User) {
  await world.call(forgotPassword, { body: { email } });
  const token = await mailedToken(world, email, 'Set a new password');
  return world.call(resetPassword, { body: { token, newPassword } });
}

async function signIn(world: World, { email }: User, password: string): Promise<SignedIn> {
  const answer = await world.call(login, { body: { email, password } });
  expect(answer).toHaveStatus(200);
  return answer.body;
}

const keyIdsOf = async (world: World, as: SignedIn) =>
  (await world.call(listApiKeys, { as })).body.items.map(({ id }) => id);

describe('API keys', () => {
  it.each([
    ['en', 'An API key was made for your Moa account'],
    ['ko-KR', '모아 계정의 API 키가 발급되었습니다'],
  ])(
    'are told to their owner when they are made, in the language of %s',
    async (locale, subject) => {
      const world = await createWorld({ live: false });
      const kim = await world.user('kim');
      const headers = { 'if-match': '"1"' };
      await world.call(updateMe, { as: kim, headers, body: { locale } });
      await world.apiKey(kim, ['account']);
      const mails = await world.mails({ to: kim.email });
      expect(mails.map((mail) => mail.subject)).toEqual([subject]);
    },
  );

  it('end with a reset by mail, and identities stay', async () => {
    const world = await createWorld({ live: false });
    const kim = await verifiedUser(world, 'kim');
    const idToken = await world.idToken({ subject: 'kim' });
    await world.call(linkIdentity, { as: kim, params: { provider: 'google' }, body: { idToken } });
    const keys = [await world.apiKey(kim, ['account']), await world.apiKey(kim, ['users:read'])];
    expect(await world.call(getMe, { as: keys[0] })).toHaveStatus(200);
    expect(await reset(world, kim)).toHaveStatus(204);
    await world.advance(5);
    for (const as of keys) {
      expect(await world.call(getMe, { as })).toBeProblem('auth.api_key_invalid');
    }
    const again = await signIn(world, kim, newPassword);
    expect(await keyIdsOf(world, again)).toEqual([]);
    const { body: identities } = await world.call(listIdentities, { as: again });
    expect(identities.items).toHaveLength(1);
    const made = await world.apiKey(again, ['account']);
    expect(await world.call(getMe, { as: made })).toHaveStatus(200);
    await world.drain();
    expect(await keyIdsOf(world, again)).toEqual([made.id]);
    expect(await world.call(getMe, { as: made })).toHaveStatus(200);
  });

  it('made beside a reset are none, or end with it', async () => {
    const world = await createWorld({ live: false });
    const thief = await verifiedUser(world, 'kim');
    await world.call(forgotPassword, { body: { email: thief.email } });
    const token = await mailedToken(world, thief.email, 'Set a new password');
    const body = { name: 'Mine for good', scopes: ['account' as const] };
    const [done, ...made] = await Promise.all([
      world.call(resetPassword, { body: { token, newPassword } }),
      ...Array.from({ length: 12 }, () => world.call(createApiKey, { as: thief, body })),
    ]);
    expect(done).toHaveStatus(204);
    await world.advance(5);
    for (const { status, body: key } of made) {
      expect([201, 401]).toContain(status);
      if (status === 401) continue;
      expect(await world.call(getMe, { as: key })).toBeProblem('auth.api_key_invalid');
    }
    expect(await keyIdsOf(world, await signIn(world, thief, newPassword))).toEqual([]);
  });

  it('stay when their owner changes the password', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const key = await world.apiKey(kim, ['account']);
    const body = { currentPassword: kim.password, newPassword };
    expect(await world.call(changePassword, { as: kim, body })).toHaveStatus(204);
    await world.advance(5);
    expect(await world.call(getMe, { as: key })).toHaveStatus(200);
  });

  it('of a deleted account stay ended when it is restored', async () => {
    const world = await createWorld({ live: false });
    await world.user('first');
    const kim = await world.user('kim');
    const key = await world.apiKey(kim, ['account']);
    const body = { password: kim.password };
    expect(await world.call(deleteMe, { as: kim, body })).toHaveStatus(202);
    const restored = await signIn(world, kim, kim.password);
    await world.advance(5);
    expect(await world.call(getMe, { as: restored })).toHaveStatus(200);
    expect(await world.call(getMe, { as: key })).toBeProblem('auth.api_key_invalid');
    expect(await keyIdsOf(world, restored)).toEqual([]);
    const made = await world.apiKey(restored, ['account']);
    expect(await world.call(getMe, { as: made })).toHaveStatus(200);
  });
});
