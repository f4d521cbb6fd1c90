import { hashSync } from 'bcryptjs';
import { changePassword } from '../../../functions/identity/passwords/routes.ts';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { answerChallenge, login } from '../../../functions/identity/sign-in/routes.ts';
import { confirmTotp, enrolTotp } from '../../../functions/identity/totp/routes.ts';
import { bodyOf, importedHash, importedPassword, importedUser } from '../../scenarios/arrange.ts';
import { authenticatorOf } from '../../support/authenticator.ts';
import { mailedToken } from '../../support/mailed.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ live: false });
});

const claimOf = async (email: string) => {
  const { AddressClaims } = await import('../../../lib/identity/accounts/address-claims.entity.ts');
  const { addressKey } = await import('../../../lib/identity/accounts/keys.ts');
  const { data } = await AddressClaims.get({ addressKey: addressKey(email) }).go();
  return data;
};

describe('an imported user', () => {
  it('signs in by the password that they had, as who they were', async () => {
    const body = await importedUser(world, {
      emailVerified: true,
      locale: 'ko-KR',
      createdAt: '2019-05-01T09:00:00+09:00',
    });
    const { user } = await bodyOf(world.call(login, { body }));
    expect(user).toMatchObject({
      email: body.email,
      emailVerified: true,
      name: 'Imported',
      locale: 'ko-KR',
      role: 'user',
      status: 'active',
      createdAt: '2019-05-01T00:00:00.000Z',
    });
  });

  it('is refused with a wrong password', async () => {
    const { email } = await importedUser(world);
    const body = { email, password: 'five wrong lanterns' };
    expect(await world.call(login, { body })).toBeProblem('auth.invalid_credentials');
    expect(await claimOf(email)).toMatchObject({ prehash: { scheme: 'bcrypt' } });
  });

  it('has their password kept as ours are from the first sign-in on, however many come at once', async () => {
    const body = await importedUser(world);
    const before = await claimOf(body.email);
    expect(before?.passwordHash).toMatch(/^\$argon2id\$/);
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.call(login, { body })));
    for (const answer of answers) expect(answer).toHaveStatus(200);
    const after = await claimOf(body.email);
    expect(after?.passwordHash).not.toBe(before?.passwordHash);
    expect(after).not.toHaveProperty('prehash');
    expect(after).not.toHaveProperty('prehashScheme');
    expect(await world.call(login, { body })).toHaveStatus(200);
  });

  it('is not mailed by the import, but of the first sign-in, whoever it was', async () => {
    const body = await importedUser(world);
    expect(await world.mails({ to: body.email })).toEqual([]);
    await bodyOf(world.call(login, { body }));
    expect((await world.mails({ to: body.email })).map(({ subject }) => subject)).toEqual([
      'Somebody signed in to your Moa account on a new device',
    ]);
  });

  it('is told of a password that they set later', async () => {
    const body = await importedUser(world);
    const as = await bodyOf(world.call(login, { body }));
    const passwords = { currentPassword: body.password, newPassword: 'seven green kettles' };
    expect(await world.call(changePassword, { as, body: passwords })).toHaveStatus(204);
    const mails = await world.mails({ to: body.email });
    expect(mails.map(({ subject }) => subject)).toContain('Your Moa password was changed');
    expect(await claimOf(body.email)).not.toHaveProperty('importedMark');
  });

  it('is not held to what is asked of passwords now', async () => {
    const { email } = await importedUser(world, { passwordHash: hashSync('123', 4) });
    expect(await world.call(login, { body: { email, password: '123' } })).toHaveStatus(200);
  });

  it('can still set another by the link that was asked for before the first sign-in', async () => {
    const body = await importedUser(world);
    const { email } = body;
    await world.call(forgotPassword, { body: { email } });
    const token = await mailedToken(world, email, 'Set a new password');
    await bodyOf(world.call(login, { body }));
    const another = { token, newPassword: 'seven green kettles' };
    expect(await world.call(resetPassword, { body: another })).toHaveStatus(204);
    expect(
      await world.call(login, { body: { email, password: 'seven green kettles' } }),
    ).toHaveStatus(200);
  });

  it('without a password signs in by none', async () => {
    const { email } = await importedUser(world, { passwordHash: undefined });
    const body = { email, password: importedPassword };
    expect(await world.call(login, { body })).toBeProblem('auth.invalid_credentials');
  });

  it('who has a second factor by the time of the first sign-in by password ends it', async () => {
    const body = await importedUser(world);
    const as = await bodyOf(world.call(login, { body }));
    const { otpauthUri } = await bodyOf(world.call(enrolTotp, { as }));
    const app = authenticatorOf(otpauthUri, 0);
    await bodyOf(world.call(confirmTotp, { as, body: { code: app.code() } }));
    // As if they had signed in by other means so far.
    await keepAsImported(body.email);
    const { mfaToken } = await bodyOf(world.call(login, { body }));
    expect(await claimOf(body.email)).not.toHaveProperty('prehash');
    const challenged = { accessToken: mfaToken };
    const code = app.code({ periodsLater: 1 });
    const signedIn = await bodyOf(world.call(answerChallenge, { as: challenged, body: { code } }));
    expect(await world.call(getMe, { as: signedIn })).toHaveStatus(200);
  });
});

async function keepAsImported(email: string): Promise<void> {
  const { AddressClaims } = await import('../../../lib/identity/accounts/address-claims.entity.ts');
  const { storeForeignHash } = await import('../../../lib/crypto/password-hash.ts');
  const { readBcryptHash } = await import('../../../lib/crypto/prehash.ts');
  const { addressKey } = await import('../../../lib/identity/accounts/keys.ts');
  const { passwordHash = '', prehash } = await storeForeignHash(readBcryptHash(importedHash));
  if (!prehash) throw new Error('A bcrypt hash has a prehash');
  await AddressClaims.patch({ addressKey: addressKey(email) })
    .set({ passwordHash, prehash, prehashScheme: prehash.scheme, prehashCost: prehash.cost })
    .remove(['importedMark'])
    .go();
}
