import { randomUUID } from 'node:crypto';
import { type Account, type Deed, type Journal, newAccount, type Post } from './journal.ts';
import { perform } from './perform.ts';
import type { Random } from './random.ts';

/** Those who write at the same time: the latest to sign up. */
const writersAtOnce = 8;
const mostSessions = 3;
/** Likes meet on these, the latest. */
const sharedPosts = 40;

/**
 * Writes until nothing answers any more: everybody publishes and deletes, and beside that likes,
 * follows, edits and refreshes, while others sign up. One thing after the other touches the same
 * post, like, follow, profile or session, so that the journal knows what must be there.
 *
 * @param newcomers how many sign up
 * @param onAnswer told of each deed that is done
 */
export async function writeUntilUnanswered(
  baseUrl: string,
  journal: Journal,
  { random, newcomers, onAnswer }: { random: Random; newcomers: number; onAnswer: () => void },
): Promise<void> {
  const writers = writersOf(journal);
  const send = (deed: Deed) => perform(baseUrl, journal, journal.begin(deed));
  const lane = async (next: (random: Random) => Deed | undefined): Promise<void> => {
    const own = random.fork();
    for (let isAnswered = true; isAnswered; ) {
      const deed = next(own);
      if (!deed) return;
      isAnswered = await send(deed);
      if (isAnswered) onAnswer();
    }
  };
  const signUps = async (): Promise<void> => {
    const own = random.fork();
    for (let count = 0; count < newcomers; count++) {
      if (!(await join(baseUrl, journal, own))) return;
    }
  };
  await Promise.all([
    signUps(),
    ...writers.map((writer) => lane((own) => publishing(journal, writer, own))),
    ...writers.map((writer) => lane((own) => socializing(journal, writer, writers, own))),
  ]);
}

/** Signs somebody up and in; `false` when there was no answer. */
export async function join(baseUrl: string, journal: Journal, random: Random): Promise<boolean> {
  const isKeyed = random.chance(0.5);
  const account = newAccount(`writer${journal.accounts.length}`, { keyed: isKeyed });
  const signUp = journal.begin({ kind: 'signUp', account, ...keyIf(isKeyed) });
  if (!(await perform(baseUrl, journal, signUp))) return false;
  return perform(baseUrl, journal, journal.begin(signingIn(account, random)));
}

/** A sign-in of `account`. */
export function signingIn(account: Account, random: Random): Deed {
  return { kind: 'login', account, ...keyIf(random.chance(0.5)) };
}

const keyIf = (isKeyed: boolean) => (isKeyed ? { key: randomUUID() } : {});

const writersOf = ({ accounts }: Journal) =>
  accounts.filter(({ userId }) => userId !== undefined).slice(-writersAtOnce);

function publishing({ posts }: Journal, author: Account, random: Random): Deed {
  const own = posts.filter((post) => post.author === author && post.state === 'there');
  const post = random.chance(0.25) ? random.pick(own) : undefined;
  if (post) return { kind: 'remove', post };
  const text = `${author.name} ${randomUUID()}`;
  const visibility = random.chance(0.8) ? 'public' : 'followers';
  return { kind: 'post', author, text, visibility, ...keyIf(random.chance(0.5)) };
}

const weights = {
  like: 40,
  unlike: 15,
  follow: 20,
  unfollow: 7,
  edit: 10,
  refresh: 6,
  login: 1,
};

/** Something that `account` can rightly do now. */
function socializing(
  journal: Journal,
  account: Account,
  writers: readonly Account[],
  random: Random,
): Deed | undefined {
  for (let attempt = 0; attempt < 100; attempt++) {
    const deed = socialDeed(random.weighted(weights), { journal, account, writers, random });
    if (deed) return deed;
  }
  return undefined;
}

interface Situation {
  journal: Journal;
  account: Account;
  writers: readonly Account[];
  random: Random;
}

function socialDeed(
  kind: keyof typeof weights,
  { journal, account, writers, random }: Situation,
): Deed | undefined {
  const { following, sessions, version } = account;
  switch (kind) {
    case 'like':
    case 'unlike': {
      const post = random.pick(likable(journal.posts, account, kind));
      return post && { kind, account, post };
    }
    case 'follow': {
      const whom = random.pick(writers.filter((one) => one !== account && !following.has(one)));
      return whom && { kind, account, whom };
    }
    case 'unfollow': {
      const whom = random.pick([...following]);
      return whom && { kind, account, whom };
    }
    case 'edit':
      return { kind, account, bio: randomUUID(), version, ...keyIf(random.chance(0.5)) };
    case 'refresh': {
      const session = random.pick(sessions);
      return session && { kind, account, session };
    }
    case 'login':
      return sessions.length < mostSessions ? signingIn(account, random) : undefined;
  }
}

/** Posts that `account` sees and does not like yet, or likes already. */
function likable(posts: readonly Post[], account: Account, kind: 'like' | 'unlike'): Post[] {
  return posts
    .slice(-sharedPosts)
    .filter(
      ({ state, visibility, author, likes }) =>
        state === 'there' &&
        likes.has(account) === (kind === 'unlike') &&
        (visibility === 'public' || author === account || account.following.has(author)),
    );
}
