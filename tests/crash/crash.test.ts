import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInProcess } from '../support/describe-in-process.ts';
import type { Account, Finding, Journal, Post } from './journal.ts';
import { clientOf, idOf, perform } from './perform.ts';
import { createRandom } from './random.ts';
import { reconcile } from './reconcile.ts';
import { crashAndReconcile, type Outcome } from './rounds.ts';
import { createStack, type Stack } from './stack.ts';

const seed = 20_261_121;
const kills = 2;

/** Three starts of the stack, and what is done between them. */
const longestMilliseconds = 900_000;

describeInProcess('the stack, killed under load', () => {
  let folder: string;
  let stack: Stack;
  let outcome: Outcome;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-crash-'));
    stack = await createStack(folder);
    const random = createRandom(seed);
    outcome = await crashAndReconcile(stack, {
      kills,
      random,
      // A mail that a kill interrupts is tried again when its claim has ended, which is long.
      newcomers: 0,
      answers: 40,
      onKill: () => undefined,
    });
  }, longestMilliseconds);

  afterAll(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('has lost nothing that it acknowledged and done nothing twice', () => {
    expect(outcome.kills).toHaveLength(kills);
    expect(outcome.journal.findings).toEqual([]);
    expect(outcome.journal.acknowledged.post).toBeGreaterThan(0);
  });

  describe('reconciled with a journal that says otherwise', () => {
    let journal: Journal;
    let accounts: Account[];
    let post: Post;

    /** What comes of a look, by the journal as it is now. */
    async function findings(): Promise<Finding[]> {
      journal.findings = [];
      await reconcile(stack, journal, 'touched');
      return journal.findings;
    }

    const found = (kind: Finding['kind'], what: string) =>
      expect.arrayContaining([{ kind, what: expect.stringContaining(what) }]);

    beforeEach(() => {
      ({ journal } = outcome);
      accounts = journal.accounts.filter(({ userId }) => userId !== undefined);
      const { posts } = journal;
      const isPublic = ({ state, visibility }: Post) =>
        state === 'there' && visibility === 'public';
      post = posts.find(isPublic) as Post;
    });

    it('reports a post that was acknowledged and never sent', async () => {
      const [author] = accounts as [Account];
      const text = 'never sent';
      const entry = journal.begin({ kind: 'post', author, text, visibility: 'public' });
      journal.acknowledgePost(entry, 'post_01jd3v9k2m4n5p6q7r8s9t0v1w');
      expect(await findings()).toEqual(found('lost', text));
      journal.posts.pop();
    });

    it('reports a like that counts twice', async () => {
      const liker = accounts.find((account) => !post.likes.has(account)) as Account;
      await perform(stack.baseUrl, journal, journal.begin({ kind: 'like', account: liker, post }));
      // As if it had not been: the count is then one too high.
      post.likes.delete(liker);
      expect(await findings()).toEqual(found('doubled', 'likes of'));
      post.likes.add(liker);
    });

    it('reports a follow that was lost', async () => {
      const [account, ...others] = accounts as [Account, ...Account[]];
      const whom = others.find((other) => !account.following.has(other)) as Account;
      journal.acknowledge(journal.begin({ kind: 'follow', account, whom }));
      expect(await findings()).toEqual(found('lost', `whom ${account.name} follows`));
      account.following.delete(whom);
    });

    it('reports a deletion that was lost, and a post that is shown without one', async () => {
      journal.acknowledge(journal.begin({ kind: 'remove', post }));
      const shown = await findings();
      expect(shown).toEqual(found('violated', 'is there, though deleted'));
      expect(shown).toEqual(found('violated', `the posts of ${post.author.name}`));
      post.state = 'there';
    });

    it('reports a change of a profile that was lost', async () => {
      const [account] = accounts as [Account];
      const { bio, version } = account;
      journal.acknowledge(journal.begin({ kind: 'edit', account, bio: 'lost', version }));
      expect(await findings()).toEqual(found('lost', `the profile of ${account.name}`));
      Object.assign(account, { bio, version });
    });

    it('reports a refresh token that works no more', async () => {
      const account = accounts.find(({ sessions }) => sessions.length > 0) as Account;
      const [session] = account.sessions as [Account['sessions'][number]];
      session.refreshToken = `${session.refreshToken.slice(0, -1)}!`;
      journal.touched.accounts.add(account);
      expect(await findings()).toEqual(found('lost', `a session of ${account.name}`));
    });

    it('reports nothing where they agree', async () => {
      const { sns } = clientOf(stack.baseUrl, accounts[0]);
      await sns.listUserPosts({ params: { userId: idOf(post.author) } });
      for (const account of accounts) journal.touched.accounts.add(account);
      expect(await findings()).toEqual([]);
    });
  });
});
