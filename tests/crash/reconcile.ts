import type { Account, Journal, Post } from './journal.ts';
import { clientOf, idOf, isCode, nameOf, perform } from './perform.ts';
import type { Stack } from './stack.ts';

/** What is looked at: what was touched since the last time, or all there is. */
export type Scope = 'touched' | 'all';

const largestPage = 100;
/** Requests at the same time. */
const width = 8;

/**
 * Compares what the API shows, when all of its workers are done, with what it acknowledged, and
 * writes each difference into the journal. Nothing may write meanwhile, and no entry be open.
 */
export async function reconcile(
  { baseUrl }: Pick<Stack, 'baseUrl'>,
  journal: Journal,
  scope: Scope,
): Promise<void> {
  if (journal.open.size > 0) throw new Error('There are deeds that nobody knows the end of');
  await drain(baseUrl);
  await checkQueues(baseUrl, journal);
  const { accounts, posts, likes } = scope === 'all' ? everything(journal) : widened(journal);
  await atOnce(accounts, (account) => checkSessions(baseUrl, journal, account));
  await atOnce(accounts, (account) => checkProfile(baseUrl, journal, account));
  await atOnce(accounts, (account) => checkTimelines(baseUrl, journal, account));
  await atOnce(posts, (post) => checkPost(baseUrl, journal, post));
  await atOnce(likes, ([post, account]) => checkLike(baseUrl, journal, post, account));
  await drain(baseUrl);
  journal.forgetTouched();
}

interface Extent {
  accounts: Account[];
  posts: Post[];
  likes: [Post, Account][];
}

const signedIn = ({ accounts }: Journal) => accounts.filter(({ userId }) => userId !== undefined);

function everything(journal: Journal): Extent {
  const { posts } = journal;
  const likes = posts.flatMap((post) => [...post.likes].map((one): [Post, Account] => [post, one]));
  return { accounts: signedIn(journal), posts, likes };
}

/** What was touched, and the timelines that it leads to. */
function widened(journal: Journal): Extent {
  const { accounts, posts, likes } = journal.touched;
  const reached = signedIn(journal).filter(
    (account) => accounts.has(account) || [...account.following].some((one) => accounts.has(one)),
  );
  const pairs = [...likes].flatMap(([post, likers]) =>
    [...likers].map((one): [Post, Account] => [post, one]),
  );
  return { accounts: reached, posts: [...posts], likes: pairs };
}

async function atOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Waits until stream and queues are empty and every worker is done. */
export async function drain(baseUrl: string): Promise<void> {
  const response = await fetch(`${baseUrl}/_local/drain`, { method: 'POST' });
  if (!response.ok) throw new Error(`The stack does not drain: ${await response.text()}`);
}

interface QueueState {
  name: string;
  visible: number;
  inFlight: number;
  delayed: number;
  deadLetterQueue: string;
  deadLetters: number;
}

async function checkQueues(baseUrl: string, journal: Journal): Promise<void> {
  const response = await fetch(`${baseUrl}/_local/queues`);
  for (const queue of (await response.json()) as QueueState[]) {
    const { name, visible, inFlight, delayed, deadLetterQueue, deadLetters } = queue;
    const left = visible + inFlight + delayed;
    if (left > 0) journal.report('lost', `${left} messages in ${name}, which nobody works on`);
    if (deadLetters > 0) journal.report('lost', `${deadLetters} messages in ${deadLetterQueue}`);
  }
}

/** Each refresh token that was given still gives the next one. */
async function checkSessions(baseUrl: string, journal: Journal, account: Account): Promise<void> {
  for (const session of [...account.sessions]) {
    const entry = journal.begin({ kind: 'refresh', account, session });
    if (await perform(baseUrl, journal, entry)) continue;
    throw new Error(`The stack gives ${account.name} no answer while nothing is killed`);
  }
}

async function checkProfile(baseUrl: string, journal: Journal, account: Account): Promise<void> {
  const { name, bio, version, following, email } = account;
  const client = clientOf(baseUrl, account);
  const { body: me } = await client.identity.getMe();
  const followers = journal.accounts.filter((one) => one.following.has(account));
  const posts = postsOf(journal, (post) => post.author === account);
  if (me.bio !== bio || me.email !== email) journal.report('lost', `the profile of ${name}`);
  compareCount(journal, `the version of ${name}`, me.version, version);
  compareCount(journal, `the posts that ${name} counts`, me.postCount, posts.length);
  compareCount(journal, `the followers that ${name} counts`, me.followerCount, followers.length);
  compareCount(journal, `whom ${name} follows, counted`, me.followingCount, following.size);
  const input = { params: { userId: idOf(account) }, query: { limit: largestPage } };
  const shown = {
    followers: await idsOf(client.sns.listFollowers.items(input)),
    following: await idsOf(client.sns.listFollowing.items(input)),
  };
  compareIds(journal, `followers of ${name}`, shown.followers, followers.map(idOf));
  compareIds(journal, `whom ${name} follows`, shown.following, [...following].map(idOf));
}

interface ShownPost {
  id: string;
  text: string;
  likeCount: number;
  liked: boolean;
}

async function checkTimelines(baseUrl: string, journal: Journal, viewer: Account): Promise<void> {
  const { sns } = clientOf(baseUrl, viewer);
  const query = { limit: largestPage };
  const own = await allOf(sns.listUserPosts.items({ params: { userId: idOf(viewer) }, query }));
  const home = await allOf(sns.getTimeline.items({ query }));
  const isOwn = ({ author }: Post) => author === viewer;
  const isHome = (post: Post) => isOwn(post) || viewer.following.has(post.author);
  compareList(journal, `the posts of ${viewer.name}`, own, postsOf(journal, isOwn), viewer);
  compareList(journal, `the timeline of ${viewer.name}`, home, postsOf(journal, isHome), viewer);
}

/** The posts that are there, newest first as every list is. */
function postsOf({ posts }: Journal, belongs: (post: Post) => boolean): Post[] {
  return posts
    .filter((post) => post.state === 'there' && belongs(post))
    .sort((one, other) => (one.id < other.id ? 1 : -1));
}

function compareList(
  journal: Journal,
  where: string,
  shown: readonly ShownPost[],
  expected: readonly Post[],
  viewer: Account,
): void {
  const isSame = compareIds(
    journal,
    where,
    shown.map(({ id }) => id),
    expected.map(({ id }) => id),
  );
  if (!isSame) return;
  for (const [index, post] of expected.entries()) {
    const view = shown[index];
    if (!view) continue;
    if (view.id !== post.id) journal.report('violated', `${where} is out of order at ${post.id}`);
    else comparePost(journal, where, view, post, viewer);
  }
}

function comparePost(
  journal: Journal,
  where: string,
  shown: ShownPost,
  post: Post,
  viewer: Account,
): void {
  const name = `${nameOf(post)} in ${where}`;
  if (shown.text !== post.text) journal.report('violated', `${name} says “${shown.text}”`);
  compareCount(journal, `likes of ${name}`, shown.likeCount, post.likes.size);
  if (shown.liked === post.likes.has(viewer)) return;
  journal.report(shown.liked ? 'violated' : 'lost', `the like of ${viewer.name} on ${name}`);
}

async function checkPost(baseUrl: string, journal: Journal, post: Post): Promise<void> {
  const shown = await findPost(baseUrl, post, post.author);
  if (post.state === 'gone') {
    if (shown) journal.report('violated', `${nameOf(post)} is there, though deleted`);
  } else if (!shown) journal.report('lost', nameOf(post));
  else comparePost(journal, 'its own place', shown, post, post.author);
}

async function checkLike(
  baseUrl: string,
  journal: Journal,
  post: Post,
  viewer: Account,
): Promise<void> {
  const { state, visibility, author } = post;
  const isSeen = visibility === 'public' || viewer === author || viewer.following.has(author);
  if (state === 'gone' || !isSeen) return;
  const shown = await findPost(baseUrl, post, viewer);
  if (shown) comparePost(journal, 'its own place', shown, post, viewer);
  else journal.report('lost', `${nameOf(post)} for ${viewer.name}`);
}

async function findPost(
  baseUrl: string,
  { id: postId }: Post,
  viewer: Account,
): Promise<ShownPost | undefined> {
  try {
    return (await clientOf(baseUrl, viewer).sns.getPost({ params: { postId } })).body;
  } catch (error) {
    if (isCode(error, 'sns.post_not_found')) return undefined;
    throw error;
  }
}

async function allOf<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

async function idsOf(pages: AsyncIterable<{ id: string }>): Promise<string[]> {
  return (await allOf(pages)).map(({ id }) => id);
}

function compareCount(journal: Journal, what: string, shown: number, expected: number): void {
  if (shown === expected) return;
  const kind = shown < expected ? 'lost' : 'doubled';
  journal.report(kind, `${what}: ${shown} instead of ${expected}`);
}

/** Whether the same ids are there, each once, in whatever order. */
function compareIds(
  journal: Journal,
  where: string,
  shown: readonly string[],
  expected: readonly string[],
): boolean {
  const [shownSet, expectedSet] = [new Set(shown), new Set(expected)];
  const missing = [...expectedSet].filter((id) => !shownSet.has(id));
  const foreign = [...shownSet].filter((id) => !expectedSet.has(id));
  if (missing.length > 0) journal.report('lost', `${missing.join(', ')} in ${where}`);
  if (foreign.length > 0) journal.report('violated', `${foreign.join(', ')} in ${where}`);
  if (shownSet.size < shown.length) journal.report('doubled', `an entry in ${where}`);
  return missing.length + foreign.length === 0 && shownSet.size === shown.length;
}
