import { randomInt } from 'node:crypto';
import { updateUser } from '../../functions/identity/administration/routes.ts';
import { deleteMe } from '../../functions/identity/deletion/routes.ts';
import { getMe, updateMe } from '../../functions/identity/profiles/routes.ts';
import { login } from '../../functions/identity/sign-in/routes.ts';
import { confirmTotp, enrolTotp } from '../../functions/identity/totp/routes.ts';
import { likePost } from '../../functions/sns/likes/routes.ts';
import { createPost, deletePost, editPost } from '../../functions/sns/publishing/routes.ts';
import { etagOf } from '../../lib/http/etag.ts';
import { graceDays } from '../../lib/identity/accounts/purge-time.ts';
import type { SignedInView } from '../../lib/identity/sign-in/schema.ts';
import type { CreatePostInput } from '../../lib/sns/publishing/schema.ts';
import { type Answer, describeAnswer } from '../support/answer.ts';
import { type Authenticator, authenticatorOf } from '../support/authenticator.ts';
import type { Caller, Post, User, World } from '../support/world.ts';

/* What scenarios of several routes begin with. */

/** The body of an answer that is a success. @throws Error when it is not */
export async function bodyOf<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
  const got = await answer;
  if (got.status >= 400) throw new Error(describeAnswer(got));
  return got.body;
}

/** What an administrator takes down, and why. */
export async function byModerator<Params>(world: World, params: Params) {
  // Where nobody was before, the first account is the administrator.
  await world.user('first');
  return { as: await world.callerWith(['admin']), params, body: { reason: 'Sells fake tickets' } };
}

export async function authorWithFollowers(
  world: World,
): Promise<{ author: User; followers: [User, User] }> {
  const author = await world.user('author');
  const followers: [User, User] = [await world.user('follower'), await world.user('follower')];
  for (const follower of followers) await world.follow(follower, author);
  return { author, followers };
}

export function postOf(
  world: World,
  author: User,
  visibility: CreatePostInput['visibility'],
): Promise<Post> {
  return bodyOf(world.call(createPost, { as: author, body: { text: 'Hello', visibility } }));
}

/** Makes an account private or public; one that is so already stays as it is. */
export async function setPrivacy(world: World, as: User, isPrivate: boolean): Promise<void> {
  const me = await bodyOf(world.call(getMe, { as }));
  if (me.isPrivate === isPrivate) return;
  const headers = { 'if-match': etagOf(me.version) };
  await bodyOf(world.call(updateMe, { as, headers, body: { isPrivate } }));
}

/** A post with likes, in the timelines of its author's followers. */
export async function likedPost(
  world: World,
  visibility: CreatePostInput['visibility'] = 'public',
): Promise<{ post: Post; author: User; followers: [User, User] }> {
  const { author, followers } = await authorWithFollowers(world);
  const post = await postOf(world, author, visibility);
  await world.drain();
  for (const as of followers) {
    await bodyOf(world.call(likePost, { as, params: { postId: post.id } }));
  }
  return { post, author, followers };
}

export const replyOf = (world: World, as: User, { id: replyTo }: Pick<Post, 'id'>): Promise<Post> =>
  bodyOf(world.call(createPost, { as, body: { text: 'So it is', replyTo } }));

/** A post that both followers of its author have answered. */
export async function repliedPost(
  world: World,
): Promise<{ post: Post; author: User; followers: [User, User]; replies: [Post, Post] }> {
  const { author, followers } = await authorWithFollowers(world);
  const post = await postOf(world, author, 'public');
  const [one, other] = followers;
  const replies: [Post, Post] = [
    await replyOf(world, one, post),
    await replyOf(world, other, post),
  ];
  await world.drain();
  return { post, author, followers, replies };
}

export const edit = (world: World, as: User, { id: postId, version }: Post, text: string) =>
  bodyOf(
    world.call(editPost, {
      as,
      params: { postId },
      headers: { 'if-match': etagOf(version) },
      body: { text },
    }),
  );

/** A post that was edited twice. */
export async function editedPost(world: World): Promise<{ post: Post; author: User }> {
  const author = await world.user('author');
  const first = await postOf(world, author, 'public');
  const second = await edit(world, author, first, 'Good morning');
  return { post: await edit(world, author, second, 'Good morning, Seoul!'), author };
}

export async function deletedPost(world: World): Promise<Post> {
  const { post, author, followers } = await likedPost(world);
  await replyOf(world, followers[0], post);
  await edit(world, author, post, 'Hello again');
  await bodyOf(world.call(deletePost, { as: author, params: { postId: post.id } }));
  return post;
}

/** Publishes a post, the same one however often it is called. */
export const publishing = (world: World, author: User) => () =>
  bodyOf(
    world.call(createPost, {
      as: author,
      headers: { 'idempotency-key': `publish-${author.id}` },
      body: { text: 'Hello, followers' },
    }),
  );

/** The app of a user who has begun to enrol it. */
export async function enrolledApp(world: World, as: User): Promise<Authenticator> {
  const { otpauthUri } = await bodyOf(world.call(enrolTotp, { as }));
  const { body } = await world.request('GET', '/_local/clock');
  return authenticatorOf(otpauthUri, (body as { offsetSeconds: number }).offsetSeconds);
}

/** A user who signs in with a second factor, and the code by which they turned it on. */
export async function userWithTotp(
  world: World,
  name: string,
  makeUser = world.user,
): Promise<{ user: User; app: Authenticator; usedCode: string; recoveryCodes: string[] }> {
  const user = await makeUser(name);
  const app = await enrolledApp(world, user);
  const usedCode = app.code();
  const body = { code: usedCode };
  const { recoveryCodes } = await bodyOf(world.call(confirmTotp, { as: user, body }));
  return { user, app, usedCode, recoveryCodes };
}

/** Somebody who has signed in by their password, and may only show the second factor. */
export async function challengedCaller(
  world: World,
  { email, password }: User,
  device?: { name: string; platform: string },
): Promise<Caller & { accessToken: string }> {
  const body = { email, password, ...(device && { device }) };
  const { mfaToken } = await bodyOf(world.call(login, { body }));
  return { accessToken: mfaToken };
}

/** Deletes the account of a user; whose is deleted, is signed out. */
export async function deleteAccount(world: World, as: User): Promise<void> {
  const { status } = await world.call(deleteMe, { as, body: { password: as.password } });
  if (status !== 202 && status !== 401) throw new Error(`Deleting the account answered ${status}`);
}

/** Signs in anew, which brings a deleted account back. */
export async function signIn(world: World, user: User): Promise<User> {
  const { email, password } = user;
  const body = await bodyOf(world.call(login, { body: { email, password } }));
  return { ...user, ...(body as SignedInView) };
}

/** Suspends a user, or lets them in again, as an administrator does; not the first, who must stay. */
export async function setStatus(
  world: World,
  { id: userId }: Pick<User, 'id'>,
  status: 'active' | 'suspended',
): Promise<void> {
  const as = await world.callerWith(['admin']);
  const body = status === 'active' ? { status } : { status, reason: 'Sold fake tickets' };
  await bodyOf(world.call(updateUser, { as, params: { userId }, body }));
}

/** A user who is followed, follows, has posted, answers and likes; not the first, who must stay. */
export async function sociableUser(world: World): Promise<User> {
  const friend = await world.user('friend');
  const user = await world.user('kim');
  await Promise.all([world.follow(friend, user), world.follow(user, friend)]);
  const own = await postOf(world, user, 'public');
  const post = await postOf(world, friend, 'public');
  await replyOf(world, user, post);
  await replyOf(world, friend, own);
  await bodyOf(world.call(likePost, { as: user, params: { postId: post.id } }));
  await world.drain();
  return user;
}

/** A time on the clock of the world, so many milliseconds from now. */
export async function timeIn(world: World, milliseconds: number): Promise<Date> {
  const { body } = await world.request('GET', '/_local/clock');
  return new Date(Date.parse((body as { now: string }).now) + milliseconds);
}

/** Runs the purge of deleted accounts in a slot of its own, when those of today may be purged. */
export function purgingAccounts(world: World): () => Promise<void> {
  const minutes = (graceDays + 1) * 24 * 60 + randomInt(100_000);
  let at: Promise<Date> | undefined;
  return async () => {
    at ??= timeIn(world, minutes * 60_000);
    await world.runTask('purge-deleted-accounts', { at: await at });
  };
}

/** What bcrypt of the smallest cost makes of {@link importedPassword}. */
export const importedHash = '$2b$04$X2y3TTtCymCG8Su8ZllvFujeNuIQQfNnQ3J5aJBMNLFq9IaE2lXmm';

export const importedPassword = 'three blue lanterns';

/** Somebody brought from elsewhere, with their password as bcrypt keeps it, who has not signed in yet. */
export async function importedUser(
  world: World,
  row: Readonly<Record<string, unknown>> = {},
): Promise<{ email: string; password: string }> {
  // Whose account is the first is an administrator, and no import may make one.
  const { email: other } = await world.user('other');
  const email = other.replace('other.', 'imported.');
  const user = { email, name: 'Imported', passwordHash: importedHash, ...row };
  const body = { users: [user] };
  const answer = await bodyOf(world.request('POST', '/_local/imported-users', { body }));
  const [outcome] = (answer as { outcomes: string[] }).outcomes;
  if (outcome !== 'imported') throw new Error(`The import of ${email} came to ${outcome}`);
  return { email, password: importedPassword };
}
