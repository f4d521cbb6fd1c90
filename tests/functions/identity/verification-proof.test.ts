import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { logout } from '../../../functions/identity/sessions/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { resendVerification, verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { mailedToken } from '../../support/mailed.ts';
import { type Caller, createWorld, type User, type World } from '../../support/world.ts';

const newPassword = 'seven green kettles';
const params = { provider: 'google' as const };

const verificationToken = (world: World, { email }: User) =>
  mailedToken(world, email, 'Verify your address');

const verify = (world: World, token: string, proof: { as?: Caller; password?: string } = {}) =>
  world.call(verifyEmail, {
    ...(proof.as && { as: proof.as }),
    body: { token, ...(proof.password !== undefined && { password: proof.password }) },
  });

async function isVerified(world: World, as: User): Promise<boolean> {
  return (await world.call(getMe, { as })).body.emailVerified;
}

async function resetToken(world: World, { email }: User): Promise<string> {
  await world.call(forgotPassword, { body: { email } });
  return mailedToken(world, email, 'Set a new password');
}

describe('verification of an address', () => {
  it('is not had from its owner for an account that somebody else opened', async () => {
    const world = await createWorld({ live: false });
    const squatter = await world.signUp('squatter');
    const key = await world.apiKey(squatter, ['account']);
    const [owner, stranger] = [squatter, await world.user('stranger')];
    const token = await verificationToken(world, owner);
    const without = [
      {},
      { as: stranger },
      { as: key },
      { password: 'five wrong lanterns' },
      { as: stranger, password: 'five wrong lanterns' },
    ];
    for (const proof of without) {
      expect(await verify(world, token, proof)).toBeProblem('auth.proof_required');
    }
    expect(await isVerified(world, squatter)).toBe(false);
    const { email } = owner;
    const idToken = await world.idToken({ subject: 'owner', email, emailVerified: true });
    const social = await world.call(socialSignIn, { params, body: { idToken } });
    expect(social.body).toMatchObject({ isNewUser: true });
    expect(social.body.user.id).not.toBe(squatter.id);
  });

  it.each(['session', 'password'] as const)('takes the %s of the account', async (kind) => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    const token = await verificationToken(world, kim);
    expect(await verify(world, token)).toBeProblem('auth.proof_required');
    const proof = kind === 'session' ? { as: kim } : { password: kim.password };
    expect(await verify(world, token, proof)).toHaveStatus(204);
    expect(await isVerified(world, kim)).toBe(true);
    expect(await verify(world, token, proof)).toBeProblem('auth.verification_token_invalid');
  });

  it('takes no session that has ended, and no password that was replaced', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    const token = await verificationToken(world, kim);
    expect(await world.call(logout, { as: kim })).toHaveStatus(204);
    expect(await verify(world, token, { as: kim })).toBeProblem('auth.token_invalid');
    const body = { token: await resetToken(world, kim), newPassword };
    expect(await world.call(resetPassword, { body })).toHaveStatus(204);
    const old = await verify(world, token, { password: kim.password });
    expect(old).toBeProblem('auth.proof_required');
  });

  it('beside a reset leaves nothing of who had the account before', async () => {
    const world = await createWorld({ live: false });
    const squatter = await world.signUp('squatter');
    const key = await world.apiKey(squatter, ['account']);
    const tokens = [await verificationToken(world, squatter)];
    for (let mails = 0; mails < 3; mails++) {
      await world.call(resendVerification, { body: { email: squatter.email } });
      tokens.push(await verificationToken(world, squatter));
    }
    const { password } = squatter;
    const body = { token: await resetToken(world, squatter), newPassword };
    const [done, ...verified] = await Promise.all([
      world.call(resetPassword, { body }),
      ...tokens.map((token) => verify(world, token, { password })),
      ...tokens.map((token) => verify(world, token, { as: squatter })),
    ]);
    expect(done).toHaveStatus(204);
    for (const { status } of verified) expect([204, 401, 403, 410]).toContain(status);
    await world.advance(5);
    expect(await world.call(getMe, { as: squatter })).toBeProblem('auth.token_invalid');
    const old = await world.call(login, { body: { email: squatter.email, password } });
    expect(old).toBeProblem('auth.invalid_credentials');
    expect(await world.call(getMe, { as: key })).toBeProblem('auth.api_key_invalid');
  });
});
