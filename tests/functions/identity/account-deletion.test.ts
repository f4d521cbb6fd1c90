import { randomUUID } from 'node:crypto';
import { purgeAccount } from '../../../events/messages/identity.ts';
import { listUsers, updateUser } from '../../../functions/identity/administration/routes.ts';
import { deleteMe } from '../../../functions/identity/deletion/routes.ts';
import { getMe, getUser } from '../../../functions/identity/profiles/routes.ts';
import { refresh } from '../../../functions/identity/sessions/routes.ts';
import { login, socialSignIn } from '../../../functions/identity/sign-in/routes.ts';
import { signUp } from '../../../functions/identity/sign-up/routes.ts';
import { handler as worker } from '../../../functions/identity/workers/purge-account.ts';
import { likePost, unlikePost } from '../../../functions/sns/likes/routes.ts';
import { getPost } from '../../../functions/sns/posts/routes.ts';
import { deletePost } from '../../../functions/sns/publishing/routes.ts';
import {
  followUser,
  listFollowers,
  listFollowing,
  unfollowUser,
} from '../../../functions/sns/relations/routes.ts';
import { getTimeline, listUserPosts } from '../../../functions/sns/timeline/routes.ts';
import { graceDays } from '../../../lib/identity/accounts/purge-time.ts';
import { Users } from '../../../lib/identity/accounts/users.entity.ts';
import { partsPerRun } from '../../../lib/identity/deletion/purge-account.ts';
import { PurgeReceipts } from '../../../lib/identity/deletion/purge-receipts.entity.ts';
import { draft, toEnvelope } from '../../../lib/queue/message.ts';
import { AuthorLogs } from '../../../lib/sns/timeline/author-logs.entity.ts';
import { bodyOf, deleteAccount, purgingAccounts, sociableUser } from '../../scenarios/arrange.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailAbout } from '../../support/mailed.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

const daySeconds = 24 * 3600;

const signIn = (world: World, { email, password }: User) =>
  world.call(login, { body: { email, password } });

/** The first account in a table is an administrator's: here it is nobody else's. */
async function createWorldWithAdmin(): Promise<World> {
  const world = await createWorld({ live: false });
  await world.user('first');
  return world;
}

describeInProcess('deleteMe', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorldWithAdmin();
  });

  it('takes the password, and says when the account is purged', async () => {
    const kim = await world.user('kim');
    const wrong = await world.call(deleteMe, { as: kim, body: { password: 'not the password' } });
    expect(wrong).toBeProblem('auth.invalid_credentials');
    expect(await world.call(getMe, { as: kim })).toHaveStatus(200);
    const before = Date.now();
    const answer = await world.call(deleteMe, { as: kim, body: { password: kim.password } });
    expect(answer).toHaveStatus(202);
    expect(answer.body.status).toBe('deleted');
    const days = (Date.parse(answer.body.purgeAt) - before) / (daySeconds * 1000);
    expect(days).toBeGreaterThanOrEqual(graceDays);
    expect(days).toBeLessThan(graceDays + 0.01);
  });

  it('refuses who has no password', async () => {
    const body = { idToken: await world.idToken({ subject: 'no-password' }) };
    const as = await bodyOf(world.call(socialSignIn, { params: { provider: 'google' }, body }));
    const answer = await world.call(deleteMe, { as, body: { password: 'a password of nobody' } });
    expect(answer).toBeProblem('auth.invalid_credentials');
  });

  it('ends sessions and API keys', async () => {
    const kim = await world.user('kim');
    const key = await world.apiKey(kim, ['posts:read']);
    expect(await world.call(getTimeline, { as: key })).toHaveStatus(200);
    await deleteAccount(world, kim);
    const { refreshToken } = kim;
    const exchanged = await world.call(refresh, { body: { refreshToken } });
    expect(exchanged).toBeProblem('auth.refresh_token_invalid');
    await world.advance(6);
    expect(await world.call(getTimeline, { as: kim })).toBeProblem('auth.token_invalid');
    expect(await world.call(getTimeline, { as: key })).toBeProblem('auth.api_key_invalid');
  });

  it('leaves nothing to be seen of the account, and brings all back when it is undone', async () => {
    const [kim, lee, han] = [
      await world.user('kim'),
      await world.user('lee'),
      await world.user('han'),
    ];
    await world.follow(lee, kim);
    await world.follow(kim, han);
    const post = await world.post(kim, 'Here I am');
    await world.drain();
    const { handle } = await bodyOf(world.call(getMe, { as: kim }));
    const params = { userId: kim.id };
    const ofPost = { postId: post.id };
    const statuses = async () => {
      const answers = [
        await world.call(getUser, { as: lee, params }),
        await world.call(getUser, { as: lee, params: { userId: `@${handle}` } }),
        await world.call(listFollowers, { as: lee, params }),
        await world.call(listFollowing, { as: lee, params }),
        await world.call(listUserPosts, { as: lee, params }),
        await world.call(followUser, { as: han, params }),
        await world.call(unfollowUser, { as: han, params }),
        await world.call(getPost, { as: lee, params: ofPost }),
        await world.call(likePost, { as: lee, params: ofPost }),
        await world.call(unlikePost, { as: lee, params: ofPost }),
      ];
      const lists = await Promise.all([
        world.call(getTimeline, { as: lee }),
        world.call(listFollowing, { as: lee, params: { userId: lee.id } }),
        world.call(listFollowers, { as: lee, params: { userId: han.id } }),
      ]);
      return {
        statuses: answers.map(({ status }) => status),
        lengths: lists.map(({ body }) => body.items.length),
      };
    };
    const seen = { statuses: answersOf(200, 10), lengths: [1, 1, 1] };
    expect(await statuses()).toEqual(seen);
    await deleteAccount(world, kim);
    expect(await statuses()).toEqual({ statuses: answersOf(404, 10), lengths: [0, 0, 0] });
    const removed = await world.call(deletePost, { as: lee, params: ofPost });
    expect(removed).toBeProblem('sns.post_not_found');
    const liked = await world.call(likePost, { as: han, params: ofPost });
    expect(liked).toBeProblem('sns.post_not_found');
    expect(await signIn(world, kim)).toHaveStatus(200);
    const back = await bodyOf(world.call(getPost, { as: lee, params: ofPost }));
    expect(back).toMatchObject({ likeCount: 0 });
    expect(await statuses()).toEqual(seen);
  });

  it('shows administrators that the account is deleted, and lets them change nothing', async () => {
    const kim = await world.user('kim');
    await deleteAccount(world, kim);
    const as = await world.callerWith(['admin']);
    const { body } = await world.call(listUsers, { as, query: { query: kim.email } });
    expect(body.items).toMatchObject([{ id: kim.id, status: 'deleted' }]);
    expect(body.items[0]?.purgeAt).toBeDefined();
    const params = { userId: kim.id };
    const changed = await world.call(updateUser, { as, params, body: { role: 'admin' } });
    expect(changed).toBeProblem('identity.account_deleted');
  });

  it('answers a sign-up with the address as ever', async () => {
    const kim = await world.user('kim');
    await deleteAccount(world, kim);
    const { email } = kim;
    const body = { email, password: 'seven green kettles', name: 'Somebody' };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    await mailAbout(world, email, 'You already have a Moa account');
    expect(await world.call(login, { body: { email, password: body.password } })).toHaveStatus(401);
  });

  it('does not let a suspended account out', async () => {
    const kim = await world.user('kim');
    await Users.patch({ userId: kim.id }).set({ status: 'suspended' }).go();
    const answer = await world.call(deleteMe, { as: kim, body: { password: kim.password } });
    expect(answer).toBeProblem('auth.account_suspended');
  });

  it('mails until when it can be undone, and that it is', async () => {
    const kim = await world.user('kim');
    await deleteAccount(world, kim);
    const deleted = await mailAbout(world, kim.email, 'Your Moa account was deleted');
    expect(deleted.text).toMatch(/sign in before .*20\d\d/);
    await bodyOf(signIn(world, kim));
    await mailAbout(world, kim.email, 'Your Moa account is back');
  });
});

/** Orders the purge of the account that was deleted at a time, as the task does. */
async function deliverPurge(userId: string, deletedAt: string | undefined): Promise<void> {
  const data = { userId, deletedAt: String(deletedAt) };
  const message = toEnvelope(draft(purgeAccount, userId, data), {
    id: `test.${userId}.${randomUUID()}`,
    actor: 'system:test',
    time: new Date(),
  });
  const record = { messageId: '1', body: JSON.stringify(message), attributes: {} };
  expect(await worker({ Records: [record] } as never)).toEqual({ batchItemFailures: [] });
}

const answersOf = (status: number, count: number) => Array.from({ length: count }, () => status);

describeInProcess('the last active administrator', () => {
  it('stays, and another can go and come back as one', async () => {
    const world = await createWorld({ live: false, env: { LOG_LEVEL: 'silent' } });
    const [first, second] = [await world.user('first'), await world.user('second')];
    const remove = (as: User) => world.call(deleteMe, { as, body: { password: as.password } });
    expect(await remove(first)).toBeProblem('identity.last_admin');
    const promote = { as: first, params: { userId: second.id }, body: { role: 'admin' as const } };
    expect(await world.call(updateUser, promote)).toHaveStatus(200);
    const answers = await Promise.all(
      [first, { ...second, ...(await bodyOf(signIn(world, second))) }].map(remove),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 422]));
    const [gone, left] = answers[0]?.status === 202 ? [first, second] : [second, first];
    expect((await signIn(world, gone)).body.user).toMatchObject({
      role: 'admin',
      status: 'active',
    });
    const again = await bodyOf(signIn(world, left));
    expect(await remove({ ...left, ...again })).toHaveStatus(202);
  });
});

describeInProcess('a purge', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorldWithAdmin();
  });

  it('comes after thirty days, and sets address and handle free', async () => {
    const kim = await sociableUser(world);
    const { handle } = await bodyOf(world.call(getMe, { as: kim }));
    await deleteAccount(world, kim);
    await world.runTask('purge-deleted-accounts');
    await world.drain();
    expect((await Users.get({ userId: kim.id }).go()).data).not.toBeNull();

    await purgingAccounts(world)();
    await world.drain();
    const { data: receipt } = await PurgeReceipts.get({ userId: kim.id }).go();
    expect(receipt).toMatchObject({ postCount: 2, followerCount: 1, followingCount: 1 });
    expect(receipt?.purgedAt).toBeDefined();
    expect(await signIn(world, kim)).toBeProblem('auth.invalid_credentials');
    const { email, password } = kim;
    const body = { email, password, name: 'Another', handle };
    expect(await world.call(signUp, { body })).toHaveStatus(201);
    const { user } = await bodyOf(signIn(world, kim));
    expect(user).toMatchObject({ handle, postCount: 0 });
    expect(user.id).not.toBe(kim.id);
  });

  it('goes on where one run does not reach its end', async () => {
    const kim = await world.user('kim');
    const texts = Array.from({ length: partsPerRun + 5 }, (_, index) => `post ${index}`);
    for (const text of texts) await world.post(kim, text);
    await deleteAccount(world, kim);
    await purgingAccounts(world)();
    await world.drain();
    const { data: receipt } = await PurgeReceipts.get({ userId: kim.id }).go();
    expect(receipt).toMatchObject({ postCount: texts.length });
    expect(receipt?.purgedAt).toBeDefined();
    const { data: log } = await AuthorLogs.query.log({ authorId: kim.id }).go();
    expect(log).toEqual([]);
  }, 300_000);

  it('leaves alone who has signed in since it was ordered', async () => {
    const kim = await world.user('kim');
    await deleteAccount(world, kim);
    const { data } = await Users.get({ userId: kim.id }).go();
    const deletedAt = data?.deletedAt;
    await bodyOf(signIn(world, kim));
    await deliverPurge(kim.id, deletedAt);
    expect(await signIn(world, kim)).toHaveStatus(200);
    await deleteAccount(world, { ...kim, ...(await bodyOf(signIn(world, kim))) });
    await deliverPurge(kim.id, deletedAt);
    expect(await signIn(world, kim)).toHaveStatus(200);
  });

  it('and a sign-in at the same moment: one of them has its way', async () => {
    for (let round = 0; round < 5; round++) {
      const kim = await world.user('kim');
      await deleteAccount(world, kim);
      const { data } = await Users.get({ userId: kim.id }).go();
      const [answer] = await Promise.all([
        signIn(world, kim),
        deliverPurge(kim.id, data?.deletedAt),
      ]);
      await world.drain();
      const { data: receipt } = await PurgeReceipts.get({ userId: kim.id }).go();
      const { data: user } = await Users.get({ userId: kim.id }).go();
      if (answer.status === 200) {
        expect(receipt).toBeNull();
        expect(user?.status).toBe('active');
      } else {
        expect(answer).toBeProblem('auth.invalid_credentials');
        expect(receipt).not.toBeNull();
        expect(user).toBeNull();
      }
    }
  });
});
