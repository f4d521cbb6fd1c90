import { createClient, ProblemError } from '../../lib/client/client.ts';
import { etagOf } from '../../lib/http/etag.ts';
import { routesByDomain } from '../../lib/registry/routes.ts';
import type { Account, Deed, DeedOf, Entry, Journal, Kind } from './journal.ts';

/** How long a refresh token gives its child again, as the route promises. */
const refreshGraceMilliseconds = 10_000;

const largestPage = 100;

/** The API as `account` calls it; as nobody without one. */
export function clientOf(baseUrl: string, account?: Account) {
  return createClient(routesByDomain, { baseUrl, token: () => account?.accessToken });
}

/** `userId` of an account that has signed in. */
export function idOf({ userId, name }: Account): string {
  if (userId === undefined) throw new Error(`${name} has not signed in yet`);
  return userId;
}

/**
 * Sends a deed once, or again as a client would that got no answer, and writes down what came of it;
 * a refusal that this client cannot have deserved is a finding. `false` without an answer: the entry
 * stays open.
 */
export async function perform(baseUrl: string, journal: Journal, entry: Entry): Promise<boolean> {
  entry.sent += 1;
  if (entry.sent === 1) entry.firstSentAt = Date.now();
  try {
    const send = senders[entry.deed.kind] as Sender<Kind>;
    await send({ baseUrl, journal, entry, isRepeated: entry.sent > 1 }, entry.deed);
    return true;
  } catch (error) {
    if (isUnanswered(error)) return false;
    if (!(error instanceof ProblemError)) throw error;
    journal.report('violated', `${describe(entry.deed)} was refused: ${error.message}`);
    journal.refuse(entry);
    return true;
  }
}

function describe(deed: Deed): string {
  const { name } =
    'account' in deed ? deed.account : 'author' in deed ? deed.author : deed.post.author;
  return `${deed.kind} of ${name}`;
}

/** Whether it may have happened or not: the connection broke, or the API could not tell. */
function isUnanswered(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return isNetworkError(error);
  return error.status >= 500 || error.code === 'request.idempotency_in_progress';
}

/** What `fetch` throws when there is no whole answer. */
function isNetworkError(error: unknown): boolean {
  return error instanceof Error && /^(fetch failed|terminated)$/.test(error.message);
}

interface Sending {
  baseUrl: string;
  journal: Journal;
  entry: Entry;
  isRepeated: boolean;
}

type Sender<K extends Kind> = (sending: Sending, deed: DeedOf<K>) => Promise<void>;

const keyed = ({ key }: Deed): Record<string, string> =>
  key === undefined ? {} : { 'idempotency-key': key };

/** Whether the API refused with this code. */
export const isCode = (error: unknown, code: string): boolean =>
  error instanceof ProblemError && error.code === code;

const senders: { [K in Kind]: Sender<K> } = {
  async signUp({ baseUrl, journal, entry }, deed) {
    const { email, password, name, signUps } = deed.account;
    signUps.sent += 1;
    const body = { email, password, name };
    await clientOf(baseUrl).identity.signUp({ body, headers: keyed(deed) });
    journal.acknowledge(entry);
  },

  async login({ baseUrl, journal, entry }, deed) {
    const { email, password } = deed.account;
    const { body } = await clientOf(baseUrl).identity.login({
      body: { email, password },
      headers: keyed(deed),
    });
    if ('mfaToken' in body) throw new Error('Nobody here has a second factor');
    journal.acknowledgeLogin(entry, { ...body, userId: body.user.id });
  },

  async refresh({ baseUrl, journal, entry, isRepeated }, { account, session }) {
    const { refreshToken } = session;
    try {
      const { body } = await clientOf(baseUrl).identity.refresh({ body: { refreshToken } });
      journal.acknowledgeRefresh(entry, body);
    } catch (error) {
      if (!isCode(error, 'auth.refresh_token_invalid')) throw error;
      const isLate = Date.now() - entry.firstSentAt > refreshGraceMilliseconds;
      if (isRepeated && isLate) {
        journal.lateRefreshes += 1;
        // It may be of this session, which is revoked.
        account.accessToken = undefined;
      } else journal.report('lost', `a session of ${account.name}`);
      journal.endSession(entry);
    }
  },

  async post({ baseUrl, journal, entry, isRepeated }, deed) {
    const { author, text, visibility } = deed;
    const { sns } = clientOf(baseUrl, author);
    if (isRepeated) {
      const there = await postsWithText(baseUrl, author, text);
      if (there.length > 1) journal.report('doubled', `“${text}” before it was sent again`);
      const [first] = there;
      // Only a key makes a route forget that it was asked twice: without one a client looks first.
      if (first !== undefined && deed.key === undefined) {
        journal.acknowledgePost(entry, first);
        return;
      }
    }
    const { body } = await sns.createPost({ body: { text, visibility }, headers: keyed(deed) });
    journal.acknowledgePost(entry, body.id);
  },

  async remove({ baseUrl, journal, entry, isRepeated }, { post }) {
    try {
      await clientOf(baseUrl, post.author).sns.deletePost({ params: { postId: post.id } });
    } catch (error) {
      if (!isCode(error, 'sns.post_not_found')) throw error;
      if (!isRepeated) journal.report('lost', `${nameOf(post)}, which was to be deleted`);
    }
    journal.acknowledge(entry);
  },

  like: (sending, deed) => changeLike(sending, deed),
  unlike: (sending, deed) => changeLike(sending, deed),

  async follow({ baseUrl, journal, entry }, { account, whom }) {
    const params = { userId: idOf(whom) };
    await clientOf(baseUrl, account).sns.followUser({ params });
    journal.acknowledge(entry);
  },

  async unfollow({ baseUrl, journal, entry }, { account, whom }) {
    const params = { userId: idOf(whom) };
    await clientOf(baseUrl, account).sns.unfollowUser({ params });
    journal.acknowledge(entry);
  },

  async edit({ baseUrl, journal, entry, isRepeated }, deed) {
    const { account, bio, version } = deed;
    const { identity } = clientOf(baseUrl, account);
    const headers = { ...keyed(deed), 'if-match': etagOf(version) };
    try {
      await identity.updateMe({ body: { bio }, headers });
    } catch (error) {
      if (!isRepeated || !isCode(error, 'request.version_mismatch')) throw error;
      // Its own change may be what stands in the way.
      const { body: me } = await identity.getMe();
      if (me.bio !== bio || me.version !== version + 1) {
        journal.report('lost', `a change of the profile of ${account.name}`);
      }
    }
    journal.acknowledge(entry);
  },
};

async function changeLike(
  { baseUrl, journal, entry }: Sending,
  { kind, account, post }: DeedOf<'like' | 'unlike'>,
): Promise<void> {
  const { sns } = clientOf(baseUrl, account);
  const input = { params: { postId: post.id } };
  try {
    await (kind === 'like' ? sns.likePost(input) : sns.unlikePost(input));
    journal.acknowledge(entry);
  } catch (error) {
    if (!isCode(error, 'sns.post_not_found')) throw error;
    if (post.state === 'there') journal.report('lost', `${nameOf(post)}, which was to be liked`);
    journal.refuse(entry);
  }
}

/** How a finding tells of a post. */
export function nameOf({ id, text }: { id: string; text: string }): string {
  return `the post “${text}” (${id})`;
}

async function postsWithText(baseUrl: string, author: Account, text: string): Promise<string[]> {
  const input = { params: { userId: idOf(author) }, query: { limit: largestPage } };
  const found: string[] = [];
  for await (const post of clientOf(baseUrl, author).sns.listUserPosts.items(input)) {
    if (post.text === text) found.push(post.id);
  }
  return found;
}
