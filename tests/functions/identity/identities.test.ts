import { randomBytes } from 'node:crypto';
import { getMe } from '../../../functions/identity/profiles/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import {
  linkIdentity,
  listIdentities,
  unlinkIdentity,
} from '../../../functions/identity/social/routes.ts';
import type { IdentityProvider } from '../../../lib/schema/identity-providers.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailAbout, mailedToken } from '../../support/mailed.ts';
import { type Caller, createWorld, type IdTokenOrder, type World } from '../../support/world.ts';

const freshAddress = () => `kim.${randomBytes(6).toString('hex')}@example.com`;

async function socially(world: World, order: IdTokenOrder) {
  const { provider = 'google' } = order;
  const body = { idToken: await world.idToken(order) };
  return world.call(socialSignIn, { params: { provider }, body });
}

async function link(world: World, as: Caller, order: IdTokenOrder) {
  const { provider = 'google' } = order;
  const body = { idToken: await world.idToken(order) };
  return world.call(linkIdentity, { as, params: { provider }, body });
}

const unlink = (world: World, as: Caller, provider: IdentityProvider) =>
  world.call(unlinkIdentity, { as, params: { provider } });

async function providersOf(world: World, as: Caller): Promise<IdentityProvider[]> {
  const { body } = await world.call(listIdentities, { as });
  return body.items.map(({ provider }) => provider);
}

describe('linking an identity', () => {
  it('lets its owner sign in by it, and is shown', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    expect((await world.call(listIdentities, { as: kim })).body).toEqual({
      items: [],
      nextCursor: null,
    });
    const email = freshAddress();
    const linked = await link(world, kim, { subject: 'kim', email });
    expect(linked).toHaveStatus(200);
    expect(linked.body).toMatchObject({ provider: 'google', email });
    await link(world, kim, { subject: 'kim', provider: 'firebase' });
    const { body } = await world.call(listIdentities, { as: kim });
    expect(body.items).toEqual([
      { provider: 'firebase', email: null, linkedAt: expect.any(String) },
      linked.body,
    ]);
    const first = await world.call(listIdentities, { as: kim, query: { limit: 1 } });
    expect(first.body.items).toEqual(body.items.slice(0, 1));
    const cursor = String(first.body.nextCursor);
    const second = await world.call(listIdentities, { as: kim, query: { limit: 1, cursor } });
    expect(second.body).toEqual({ items: body.items.slice(1), nextCursor: null });

    const signedIn = await socially(world, { subject: 'kim' });
    expect(signedIn.body).toMatchObject({ isNewUser: false, user: { id: kim.id } });
    // What an address merges, a linked one does not: it stays what it was here.
    expect(signedIn.body.user.email).toBe(kim.email);
  });

  it('answers a repeat with what stands', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const answers = [];
    for (let times = 0; times < 3; times++) {
      answers.push(await link(world, kim, { subject: 'kim', email: `kim${times}@example.com` }));
    }
    for (const answer of answers) {
      expect(answer).toHaveStatus(200);
      expect(answer.body).toEqual(answers[0]?.body);
    }
  });

  it('replaces none of the same provider, also when two come at once', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const subjects = ['one', 'other'];
    const answers = await Promise.all(subjects.map((subject) => link(world, kim, { subject })));
    const [linked, refused] = answers.toSorted((one, other) => one.status - other.status);
    expect(linked).toHaveStatus(200);
    expect(refused).toBeProblem('auth.another_identity_linked');
    const winner = subjects[answers.findIndex(({ status }) => status === 200)] ?? '';
    const loser = subjects.find((subject) => subject !== winner) ?? '';
    expect((await socially(world, { subject: winner })).body.user.id).toBe(kim.id);
    expect((await socially(world, { subject: loser })).body.isNewUser).toBe(true);
    expect(await unlink(world, kim, 'google')).toHaveStatus(204);
    expect(await link(world, kim, { subject: 'next' })).toHaveStatus(200);
    expect((await socially(world, { subject: 'next' })).body.user.id).toBe(kim.id);
  });

  it('refuses an identity of another account, also when both want it at once', async () => {
    const world = await createWorld({ live: false });
    const people = [await world.user('kim'), await world.user('lee')];
    const answers = await Promise.all(people.map((as) => link(world, as, { subject: 'shared' })));
    const [linked, refused] = answers.toSorted((one, other) => one.status - other.status);
    expect(linked).toHaveStatus(200);
    expect(refused).toBeProblem('auth.identity_taken');
    const owner = people[answers.indexOf(linked as (typeof answers)[number])];
    expect((await socially(world, { subject: 'shared' })).body.user.id).toBe(owner?.id);
  });

  it('refuses what proves nothing', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    for (const order of [
      { subject: 'kim', audience: 'another.example' },
      { subject: 'kim', expiresInSeconds: -1 },
    ]) {
      expect(await link(world, kim, order)).toBeProblem('auth.id_token_invalid');
    }
    const body = { idToken: await world.idToken({ subject: 'kim', provider: 'firebase' }) };
    const params = { provider: 'google' } as const;
    const foreign = await world.call(linkIdentity, { as: kim, params, body });
    expect(foreign).toBeProblem('auth.id_token_invalid');
    expect(await providersOf(world, kim)).toEqual([]);
  });

  it('is mailed to the owner, and so is unlinking', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    await link(world, kim, { subject: 'kim' });
    await link(world, kim, { subject: 'kim' });
    await mailAbout(world, kim.email, 'Google can sign in to your Moa account now');
    expect(await world.mails({ to: kim.email })).toHaveLength(2);
    await unlink(world, kim, 'google');
    await unlink(world, kim, 'google');
    await mailAbout(world, kim.email, 'Google cannot sign in to your Moa account any more');
    expect(await world.mails({ to: kim.email })).toHaveLength(3);
  });
});

describe('unlinking an identity', () => {
  it('ends sign-in by it, and nothing else', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    await link(world, kim, { subject: 'kim' });
    for (let times = 0; times < 2; times++) {
      expect(await unlink(world, kim, 'google')).toHaveStatus(204);
    }
    expect(await providersOf(world, kim)).toEqual([]);
    expect((await socially(world, { subject: 'kim' })).body.isNewUser).toBe(true);
    const { email, password } = kim;
    expect(await world.call(login, { body: { email, password } })).toHaveStatus(200);
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
  });

  it('leaves the last way in', async () => {
    const world = await createWorld({ live: false });
    const { body: kim } = await socially(world, {
      subject: 'kim',
      email: freshAddress(),
      emailVerified: true,
    });
    expect(await unlink(world, kim, 'google')).toBeProblem('auth.last_way_in');
    expect(await unlink(world, kim, 'firebase')).toHaveStatus(204);
    await link(world, kim, { subject: 'kim', provider: 'firebase' });
    expect(await unlink(world, kim, 'google')).toHaveStatus(204);
    expect(await unlink(world, kim, 'firebase')).toBeProblem('auth.last_way_in');
    const again = await socially(world, { subject: 'kim', provider: 'firebase' });
    expect(again.body.user.id).toBe(kim.user.id);
  });

  it('leaves the last way in, however many are unlinked at once', async () => {
    const world = await createWorld({ live: false });
    const { body: kim } = await socially(world, { subject: 'kim' });
    for (let round = 0; round < 5; round++) {
      await link(world, kim, { subject: 'kim' });
      await link(world, kim, { subject: 'kim', provider: 'firebase' });
      const answers = await Promise.all(
        (['google', 'firebase', 'google', 'firebase'] as const).map((provider) =>
          unlink(world, kim, provider),
        ),
      );
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].toSorted((one, other) => one - other)).toEqual([204, 422]);
      expect(await providersOf(world, kim)).toHaveLength(1);
    }
  });

  it('does not count a password that went with its address', async () => {
    const world = await createWorld({ live: false });
    const lurker = await world.user('lurker');
    await link(world, lurker, { subject: 'lurker' });
    const { email } = lurker;
    const { body: owner } = await socially(world, { subject: 'owner', email, emailVerified: true });
    expect(owner.isNewUser).toBe(true);
    expect(await unlink(world, lurker, 'google')).toBeProblem('auth.last_way_in');
    expect((await socially(world, { subject: 'lurker' })).body.user.id).toBe(lurker.id);
    expect(await unlink(world, owner, 'google')).toBeProblem('auth.last_way_in');
  });
});

describeInProcess('who had their identity from the start', () => {
  it('is mailed nothing about it', async () => {
    const world = await createWorld({ live: false });
    const email = freshAddress();
    await socially(world, { subject: 'kim', email, emailVerified: true });
    expect(await world.mails({ to: email })).toEqual([]);
  });

  it('is mailed when an address brings one to their account', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.signUp('kim');
    const token = await mailedToken(world, kim.email, 'Verify your address');
    expect(await world.call(verifyEmail, { as: kim, body: { token } })).toHaveStatus(204);
    await socially(world, { subject: 'kim', email: kim.email, emailVerified: true });
    expect(await world.mails({ to: kim.email })).toHaveLength(2);
  });
});
