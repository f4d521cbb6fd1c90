/** Somebody who uses the API, and what they know of themselves. */
export interface Account {
  email: string;
  password: string;
  name: string;
  /** How often the sign-up was sent, and whether with an idempotency key. */
  signUps: { sent: number; keyed: boolean };
  /** Known since the first sign-in. */
  userId: string | undefined;
  accessToken: string | undefined;
  sessions: Session[];
  bio: string;
  /** Of the profile. */
  version: number;
  following: Set<Account>;
}

/** A sign-in; `refreshToken` is the last one that an answer gave. */
export interface Session {
  refreshToken: string;
}

export interface Post {
  id: string;
  author: Account;
  text: string;
  visibility: 'public' | 'followers';
  /** `leaving` from before its deletion is sent until that is acknowledged. */
  state: 'there' | 'leaving' | 'gone';
  likes: Set<Account>;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

interface NewPost {
  kind: 'post';
  author: Account;
  text: string;
  visibility: Post['visibility'];
}

/** What a client wants of the API. Without `key` it repeats by what the route itself promises. */
export type Deed = { key?: string } & (
  | { kind: 'signUp'; account: Account }
  | { kind: 'login'; account: Account }
  | { kind: 'refresh'; account: Account; session: Session }
  | NewPost
  | { kind: 'remove'; post: Post }
  | { kind: 'like' | 'unlike'; account: Account; post: Post }
  | { kind: 'follow' | 'unfollow'; account: Account; whom: Account }
  | { kind: 'edit'; account: Account; bio: string; version: number }
);

export type Kind = Deed['kind'];
export type DeedOf<K extends Kind> = Extract<Deed, { kind: K }>;

/** A deed that was begun. */
export interface Entry {
  deed: Deed;
  sent: number;
  firstSentAt: number;
}

/** What a round of load may have changed, and so is worth a look after it. */
export interface Touched {
  accounts: Set<Account>;
  posts: Set<Post>;
  likes: Map<Post, Set<Account>>;
}

/** How the API and what it acknowledged disagree. */
export interface Finding {
  kind: 'lost' | 'doubled' | 'violated';
  what: string;
}

/**
 * Everything that was asked of the API, written down before it is sent, and what the API has
 * acknowledged: the state that it must be found in.
 */
export interface Journal {
  accounts: Account[];
  posts: Post[];
  /** Begun, and neither acknowledged nor rightly refused. */
  open: Set<Entry>;
  acknowledged: Record<Kind, number>;
  touched: Touched;
  findings: Finding[];
  /** Sessions that ended because a refresh was repeated too late, as the route says. */
  lateRefreshes: number;
  begin(deed: Deed): Entry;
  /** The API said that it is done. */
  acknowledge(entry: Entry): void;
  /** The API said no, and rightly: nothing is to come of it. */
  refuse(entry: Entry): void;
  acknowledgeLogin(entry: Entry, tokens: Tokens & { userId: string }): void;
  acknowledgeRefresh(entry: Entry, tokens: Tokens): void;
  /** The session of a refresh is over. */
  endSession(entry: Entry): void;
  acknowledgePost(entry: Entry, id: string): void;
  report(kind: Finding['kind'], what: string): void;
  forgetTouched(): void;
}

const nothingTouched = (): Touched => ({ accounts: new Set(), posts: new Set(), likes: new Map() });

export function createJournal(): Journal {
  const journal: Journal = {
    accounts: [],
    posts: [],
    open: new Set(),
    acknowledged: {
      signUp: 0,
      login: 0,
      refresh: 0,
      post: 0,
      remove: 0,
      like: 0,
      unlike: 0,
      follow: 0,
      unfollow: 0,
      edit: 0,
    },
    touched: nothingTouched(),
    findings: [],
    lateRefreshes: 0,
    begin(deed) {
      if (deed.kind === 'signUp') journal.accounts.push(deed.account);
      if (deed.kind === 'remove') deed.post.state = 'leaving';
      touch(journal.touched, deed);
      const entry: Entry = { deed, sent: 0, firstSentAt: Date.now() };
      journal.open.add(entry);
      return entry;
    },
    acknowledge(entry) {
      close(entry);
      applyTo(entry.deed);
    },
    refuse(entry) {
      journal.open.delete(entry);
    },
    acknowledgeLogin(entry, { userId, accessToken, refreshToken }) {
      const { account } = entry.deed as DeedOf<'login'>;
      close(entry);
      account.userId ??= userId;
      account.accessToken = accessToken;
      account.sessions.push({ refreshToken });
    },
    acknowledgeRefresh(entry, { accessToken, refreshToken }) {
      const { account, session } = entry.deed as DeedOf<'refresh'>;
      close(entry);
      account.accessToken = accessToken;
      session.refreshToken = refreshToken;
    },
    endSession(entry) {
      const { account, session } = entry.deed as DeedOf<'refresh'>;
      journal.open.delete(entry);
      account.sessions = account.sessions.filter((other) => other !== session);
    },
    acknowledgePost(entry, id) {
      const { author, text, visibility } = entry.deed as NewPost;
      close(entry);
      const post: Post = { id, author, text, visibility, state: 'there', likes: new Set() };
      journal.posts.push(post);
      journal.touched.posts.add(post);
    },
    report(kind, what) {
      journal.findings.push({ kind, what });
    },
    forgetTouched() {
      journal.touched = nothingTouched();
    },
  };
  const close = (entry: Entry) => {
    journal.open.delete(entry);
    journal.acknowledged[entry.deed.kind] += 1;
  };
  return journal;
}

function applyTo(deed: Deed): void {
  switch (deed.kind) {
    case 'remove':
      deed.post.state = 'gone';
      return;
    case 'like':
      deed.post.likes.add(deed.account);
      return;
    case 'unlike':
      deed.post.likes.delete(deed.account);
      return;
    case 'follow':
      deed.account.following.add(deed.whom);
      return;
    case 'unfollow':
      deed.account.following.delete(deed.whom);
      return;
    case 'edit':
      deed.account.bio = deed.bio;
      deed.account.version = deed.version + 1;
  }
}

function touch({ accounts, posts, likes }: Touched, deed: Deed): void {
  if ('account' in deed) accounts.add(deed.account);
  if ('author' in deed) accounts.add(deed.author);
  if ('whom' in deed) accounts.add(deed.whom);
  if ('post' in deed) {
    posts.add(deed.post);
    accounts.add(deed.post.author);
    if (deed.kind === 'remove') return;
    const likers = likes.get(deed.post) ?? new Set();
    likes.set(deed.post, likers.add(deed.account));
  }
}

/** Somebody who has not signed up yet. */
export function newAccount(name: string, { keyed }: { keyed: boolean }): Account {
  return {
    email: `${name}@example.com`,
    password: `three blue ${name} lanterns`,
    name,
    signUps: { sent: 0, keyed },
    userId: undefined,
    accessToken: undefined,
    sessions: [],
    bio: '',
    version: 1,
    following: new Set(),
  };
}
