import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { signUp, verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type World } from '../../support/world.ts';

const password = 'three blue lanterns';
const adminEmail = 'Boss@Example.com';

const stageOf = (MOA_STAGE: string) =>
  createWorld({
    env: { MOA_STAGE, ADMIN_EMAIL: adminEmail, PASSWORD_HASH_MEMORY_KIB: '19456' },
  });

async function signUpAs(world: World, email: string) {
  await world.call(signUp, { body: { email, password, name: 'Kim' } });
  return signIn(world, email);
}

const signIn = async (world: World, email: string) =>
  (await world.call(login, { body: { email, password } })).body;

const roleOf = async (world: World, email: string) =>
  (await world.call(getMe, { as: await signIn(world, email) })).body.role;

async function verify(world: World, email: string) {
  const token = await mailedToken(world, email, 'Verify your address');
  const as = await signIn(world, email);
  expect(await world.call(verifyEmail, { as, body: { token } })).toHaveStatus(204);
}

describeInProcess('the first administrator', () => {
  it('is the first account on dev', async () => {
    const world = await stageOf('dev');
    await signUpAs(world, 'kim@example.com');
    expect(await roleOf(world, 'kim@example.com')).toBe('admin');
  });

  it('is elsewhere whoever verifies the address that the stage names, and nobody else', async () => {
    const world = await stageOf('staging');
    await signUpAs(world, 'kim@example.com');
    await signUpAs(world, 'boss@example.com');
    await verify(world, 'kim@example.com');
    expect(await roleOf(world, 'kim@example.com')).toBe('user');
    expect(await roleOf(world, 'boss@example.com')).toBe('user');
    await verify(world, 'boss@example.com');
    expect(await roleOf(world, 'boss@example.com')).toBe('admin');
  });

  it('may verify the address by a reset of the password', async () => {
    const world = await stageOf('staging');
    const email = 'boss@example.com';
    await signUpAs(world, email);
    await world.call(forgotPassword, { body: { email } });
    const token = await mailedToken(world, email, 'Set a new password');
    const body = { token, newPassword: password };
    expect(await world.call(resetPassword, { body })).toHaveStatus(204);
    expect(await roleOf(world, email)).toBe('admin');
  });

  it('may come with an identity of which the issuer has verified the address', async () => {
    const world = await stageOf('staging');
    const order = { subject: 'boss', email: 'boss@example.com', emailVerified: true };
    const { body } = await world.call(socialSignIn, {
      params: { provider: 'google' },
      body: { idToken: await world.idToken(order) },
    });
    expect(body.user.role).toBe('admin');
  });
});
