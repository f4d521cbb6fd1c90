import { randomBytes } from 'node:crypto';
import {
  deletePasskey,
  listPasskeys,
  passkeyRegistrationOptions,
  registerPasskey,
} from '../../../functions/identity/passkeys/routes.ts';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import {
  passkeySignIn,
  passkeySignInOptions,
  socialSignIn,
} from '../../../functions/identity/sign-in/routes.ts';
import { linkIdentity, unlinkIdentity } from '../../../functions/identity/social/routes.ts';
import { bodyOf, userWithTotp } from '../../scenarios/arrange.ts';
import {
  assertionOf,
  madePasskey,
  registeredPasskey,
  signInCeremony,
  webOrigin,
} from '../../scenarios/passkeys.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailAbout, mailedToken } from '../../support/mailed.ts';
import { type Ceremony, softwarePasskey } from '../../support/software-passkey.ts';
import { type Caller, createWorld, type User, type World } from '../../support/world.ts';

let world: World;
let kim: User;

beforeAll(async () => {
  world = await createWorld({ live: false });
  kim = await world.user('kim');
});

const wrongCeremonies: [what: string, changes: Partial<Ceremony>][] = [
  ['without user verification', { isVerified: false }],
  ['on another page', { origin: 'https://moa.example.org' }],
  ["inside of another's page", { crossOrigin: true }],
  ['for another relying party', { rpId: 'example.org' }],
  ['with a challenge that is none', { challenge: randomBytes(32).toString('base64url') }],
];

async function socialUser(): Promise<Caller> {
  const body = { idToken: await world.idToken({ subject: randomBytes(6).toString('hex') }) };
  return bodyOf(world.call(socialSignIn, { params: { provider: 'google' }, body }));
}

describe('registering a passkey', () => {
  it('asks a browser for one that signs in by itself', async () => {
    const options = await bodyOf(world.call(passkeyRegistrationOptions, { as: kim, body: {} }));
    expect(options).toMatchObject({
      rp: { name: 'Moa' },
      user: { id: Buffer.from(kim.id).toString('base64url'), name: kim.email },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [],
    });
  });

  it('lists it, and excludes it from the next', async () => {
    const lee = await world.user('lee');
    const { credential } = await madePasskey(world, lee);
    const body = { name: "Lee's laptop", credential };
    const registered = await world.call(registerPasskey, { as: lee, body });
    expect(registered).toHaveStatus(201);
    expect(registered.body).toMatchObject({ name: "Lee's laptop" });
    const { body: list } = await world.call(listPasskeys, { as: lee });
    expect(list).toEqual({ items: [registered.body], nextCursor: null });
    const options = await bodyOf(world.call(passkeyRegistrationOptions, { as: lee, body: {} }));
    expect(options.excludeCredentials).toEqual([{ type: 'public-key', id: credential.id }]);
    await mailAbout(world, lee.email, 'A passkey was added to your Moa account');
  });

  it.each(wrongCeremonies)('refuses one that was made %s', async (_, changes) => {
    const { credential } = await madePasskey(world, kim, changes);
    const answer = await world.call(registerPasskey, { as: kim, body: { credential } });
    expect(answer).toBeProblem('auth.passkey_unusable');
  });

  it('takes a signature by the passkey itself, but looks at no certificate', async () => {
    for (const [format, status] of [
      ['certified', 422],
      ['packed', 201],
    ] as const) {
      const { passkey, ceremony } = await madePasskey(world, kim);
      const credential = passkey.attestation(ceremony, format);
      const answer = await world.call(registerPasskey, { as: kim, body: { credential } });
      expect(answer).toHaveStatus(status);
    }
  });

  it('takes a challenge once, from whom it was given to', async () => {
    const { ceremony, credential } = await madePasskey(world, kim);
    const lee = await world.user('lee');
    const stolen = await world.call(registerPasskey, { as: lee, body: { credential } });
    expect(stolen).toBeProblem('auth.passkey_unusable');
    expect(await world.call(registerPasskey, { as: kim, body: { credential } })).toHaveStatus(201);
    const other = softwarePasskey('x').attestation(ceremony);
    const again = await world.call(registerPasskey, { as: kim, body: { credential: other } });
    expect(again).toBeProblem('auth.passkey_unusable');
    const { challenge } = await signInCeremony(world);
    const crossed = softwarePasskey('x').attestation({ ...ceremony, challenge });
    const answer = await world.call(registerPasskey, { as: kim, body: { credential: crossed } });
    expect(answer).toBeProblem('auth.passkey_unusable');
  });

  it('does not take a passkey that somebody has', async () => {
    const { passkey } = await registeredPasskey(world, kim);
    const lee = await world.user('lee');
    const { ceremony } = await madePasskey(world, lee);
    const credential = passkey.attestation(ceremony);
    const answer = await world.call(registerPasskey, { as: lee, body: { credential } });
    expect(answer).toBeProblem('auth.passkey_taken');
  });

  it('takes ten, also when more come at once', async () => {
    const lee = await world.user('lee');
    const made = [];
    for (let count = 0; count < 12; count += 1) made.push(await madePasskey(world, lee));
    const answers = await Promise.all(
      made.map(({ credential }) => world.call(registerPasskey, { as: lee, body: { credential } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toBeProblem('auth.too_many_passkeys');
    }
    const first = await world.call(listPasskeys, { as: lee, query: { limit: 6 } });
    const query = { limit: 6, cursor: String(first.body.nextCursor) };
    const second = await world.call(listPasskeys, { as: lee, query });
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().reverse());
    expect(new Set(ids).size).toBe(10);
  });
});

describe('signing in by a passkey', () => {
  const signIn = async (credential: Awaited<ReturnType<typeof assertionOf>>) =>
    world.call(passkeySignIn, { body: { credential } });

  it('answers what login answers, and asks for no second factor', async () => {
    const { user: lee } = await userWithTotp(world, 'lee');
    const { passkey } = await registeredPasskey(world, lee);
    const device = { name: "Lee's laptop", platform: 'web' };
    const body = { credential: await assertionOf(world, passkey), device };
    const signedIn = await bodyOf(world.call(passkeySignIn, { body }));
    expect(signedIn).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 900,
      session: { device, current: true },
      user: { id: lee.id, email: lee.email },
    });
    expect(await world.call(getMe, { as: signedIn })).toHaveStatus(200);
    const { body: list } = await world.call(listPasskeys, { as: lee });
    expect(list.items[0]?.lastUsedAt).toEqual(signedIn.session.createdAt);
  });

  it('offers whatever the authenticator has', async () => {
    const options = await bodyOf(world.call(passkeySignInOptions));
    expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' });
  });

  it.each(wrongCeremonies)('is refused %s', async (_, changes) => {
    const { passkey } = await registeredPasskey(world, await world.user('lee'));
    const ceremony = { ...(await signInCeremony(world)), ...changes };
    expect(await signIn(passkey.assertion(ceremony))).toBeProblem('auth.passkey_invalid');
  });

  it('takes a challenge once, also when many answer at once', async () => {
    const { passkey } = await registeredPasskey(world, await world.user('lee'));
    const ceremony = await signInCeremony(world);
    const credentials = Array.from({ length: 8 }, () => passkey.assertion(ceremony));
    const answers = await Promise.all(credentials.map(signIn));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toBeProblem('auth.passkey_invalid');
    }
  });

  it('notices a copy by its counter, and lets those in that do not count', async () => {
    const { passkey } = await registeredPasskey(world, await world.user('lee'));
    for (const [counter, status] of [
      [0, 200],
      [0, 200],
      [5, 200],
      [5, 401],
      [4, 401],
      [0, 401],
      [6, 200],
    ] as const) {
      const credential = passkey.assertion(await signInCeremony(world), { counter });
      expect(await signIn(credential)).toHaveStatus(status);
    }
  });

  it('refuses what another has signed, or what is for another', async () => {
    const [lee, park] = [await world.user('lee'), await world.user('park')];
    const { passkey } = await registeredPasskey(world, lee);
    const forged = await assertionOf(
      world,
      softwarePasskey(Buffer.from(lee.id).toString('base64url')),
    );
    const known = { ...forged, id: passkey.credentialId, rawId: passkey.credentialId };
    const asPark = passkey.assertion(await signInCeremony(world), {
      userHandle: Buffer.from(park.id).toString('base64url'),
    });
    const registration = passkey.assertion({
      ...(await signInCeremony(world)),
      type: 'webauthn.create',
    });
    for (const credential of [forged, known, asPark, registration]) {
      expect(await signIn(credential)).toBeProblem('auth.passkey_invalid');
    }
    const { ceremony } = await madePasskey(world, lee);
    expect(await signIn(passkey.assertion(ceremony))).toBeProblem('auth.passkey_invalid');
  });

  it('gives the first answer again to the same idempotency key', async () => {
    const { passkey } = await registeredPasskey(world, await world.user('lee'));
    const headers = { 'idempotency-key': randomBytes(6).toString('hex') };
    const call = { headers, body: { credential: await assertionOf(world, passkey) } };
    const first = await bodyOf(world.call(passkeySignIn, call));
    const again = await world.call(passkeySignIn, call);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first);
  });
});

describe('deleting a passkey', () => {
  it('ends sign-in by it, and tells the owner', async () => {
    const lee = await world.user('lee');
    const { passkey, id: passkeyId } = await registeredPasskey(world, lee);
    const credential = await assertionOf(world, passkey);
    const removal = { as: lee, params: { passkeyId } };
    expect(await world.call(deletePasskey, removal)).toHaveStatus(204);
    const answer = await world.call(passkeySignIn, { body: { credential } });
    expect(answer).toBeProblem('auth.passkey_invalid');
    expect(await world.call(deletePasskey, removal)).toBeProblem('auth.passkey_not_found');
    await mailAbout(world, lee.email, 'A passkey was removed from your Moa account');
  });

  it('leaves something to sign in by, as unlinking does, also when both come at once', async () => {
    const as = await socialUser();
    const params = { provider: 'google' } as const;
    expect(await world.call(unlinkIdentity, { as, params })).toBeProblem('auth.last_way_in');
    const { id: passkeyId } = await registeredPasskey(world, as);
    const [unlinked, deleted] = await Promise.all([
      world.call(unlinkIdentity, { as, params }),
      world.call(deletePasskey, { as, params: { passkeyId } }),
    ]);
    expect([unlinked.status, deleted.status].filter((status) => status === 204)).toHaveLength(1);
    const refused = unlinked.status === 204 ? deleted : unlinked;
    expect(refused).toBeProblem('auth.last_way_in');
  });

  it('is no loss where another passkey or an identity is left', async () => {
    const as = await socialUser();
    const params = { provider: 'google' } as const;
    const [first, second] = [
      await registeredPasskey(world, as),
      await registeredPasskey(world, as),
    ];
    expect(await world.call(unlinkIdentity, { as, params })).toHaveStatus(204);
    const remove = ({ id: passkeyId }: { id: string }) =>
      world.call(deletePasskey, { as, params: { passkeyId } });
    expect(await remove(first)).toHaveStatus(204);
    expect(await remove(second)).toBeProblem('auth.last_way_in');
    const body = { idToken: await world.idToken({ subject: randomBytes(6).toString('hex') }) };
    await bodyOf(world.call(linkIdentity, { as, params, body }));
    expect(await remove(second)).toHaveStatus(204);
  });
});

describe('passkeys of an account whose address was not verified', () => {
  it('go when its owner sets a password by mail', async () => {
    const lee = await world.user('lee');
    const { passkey } = await registeredPasskey(world, lee);
    await bodyOf(world.call(forgotPassword, { body: { email: lee.email } }));
    const token = await mailedToken(world, lee.email, 'Set a new password');
    const reset = { token, newPassword: 'four green kettles' };
    expect(await world.call(resetPassword, { body: reset })).toHaveStatus(204);
    const body = { credential: await assertionOf(world, passkey) };
    expect(await world.call(passkeySignIn, { body })).toBeProblem('auth.passkey_invalid');
  });
});

describeInProcess('time', () => {
  it('makes a sign-in too old to register by, and the password new', async () => {
    const ours = await createWorld({ live: false });
    const lee = await ours.user('lee');
    const { credential } = await madePasskey(ours, lee);
    const { passkey } = await registeredPasskey(ours, lee);
    const assertion = await assertionOf(ours, passkey);
    await ours.advance(301);
    const late = await ours.call(registerPasskey, { as: lee, body: { credential } });
    expect(late).toBeProblem('auth.passkey_unusable');
    const lateToo = await ours.call(passkeySignIn, { body: { credential: assertion } });
    expect(lateToo).toBeProblem('auth.passkey_invalid');
    await ours.advance(301);
    const ask = async (body: { password?: string }) =>
      ours.call(passkeyRegistrationOptions, { as: lee, body });
    expect(await ask({})).toBeProblem('auth.fresh_sign_in_required');
    expect(await ask({ password: 'two wrong lanterns' })).toBeProblem('auth.invalid_credentials');
    expect(await ask({ password: lee.password })).toHaveStatus(200);
    expect(await webOrigin(ours)).toContain('localhost');
  });
});
