import { setTimeout as delay } from 'node:timers/promises';
import { createJournal, type Entry, type Finding, type Journal } from './journal.ts';
import { checkMails } from './mails.ts';
import { perform } from './perform.ts';
import type { Random } from './random.ts';
import { drain, reconcile, type Scope } from './reconcile.ts';
import type { Stack, Victim } from './stack.ts';
import { checkTable } from './table.ts';
import { join, signingIn, writeUntilUnanswered } from './writers.ts';

/** What is killed; `start`: the main process, and the next one while it starts. */
type Target = Victim | 'start';

type Moment = { milliseconds: number } | { answers: number };

/** One kill and what came after it. */
export interface Kill {
  number: number;
  victim: Target;
  /** Since the load began: so many milliseconds, or deeds done. */
  after: Moment;
  /** Until the first 200. */
  restartSeconds: number;
  /** Since the first round. */
  acknowledged: number;
  /** Deeds that had got no answer. */
  sentAgain: number;
  scope: Scope;
  /** What was found after it. */
  findings: Finding[];
}

export interface Outcome {
  journal: Journal;
  kills: Kill[];
  /** Verification mails beyond the one for each account. */
  mailsAgain: number;
}

const firstAccounts = 6;
const killsPerFullLook = 10;
const mostAttempts = 5;
/** Milliseconds. */
const shortestLoad = 5;
const longestLoad = 2000;
const longestStart = 4000;

const targets: Readonly<Record<Target, number>> = {
  main: 42,
  start: 8,
  everything: 20,
  dynamodb: 12,
  sqs: 10,
  ses: 8,
};

export interface CrashOptions {
  kills: number;
  random: Random;
  /** The most that sign up in one load. */
  newcomers: number;
  /** The most deeds that are done before a kill which does not come by time. */
  answers: number;
  onKill: (kill: Kill) => void;
}

/** Starts the stack, and as often as `kills` says loads, kills, restarts and reconciles it. */
export async function crashAndReconcile(stack: Stack, options: CrashOptions): Promise<Outcome> {
  const { kills: count, random, onKill } = options;
  const journal = createJournal();
  const kills: Kill[] = [];
  let mailsAgain = 0;
  await stack.start();
  for (let index = 0; index < firstAccounts; index++) await join(stack.baseUrl, journal, random);
  await drain(stack.baseUrl);
  for (let number = 1; number <= count; number++) {
    const known = journal.findings.length;
    const victim = random.weighted(targets);
    const after = momentOf(options);
    const reached = Promise.withResolvers<void>();
    let answers = 0;
    const load = writeUntilUnanswered(stack.baseUrl, journal, {
      random,
      newcomers: random.integer(0, options.newcomers),
      onAnswer() {
        answers += 1;
        if ('answers' in after && answers >= after.answers) reached.resolve();
      },
    });
    const startMilliseconds = random.integer(0, longestStart);
    const crash = async () => {
      // Load that ends by itself is found by what it leaves behind.
      await ('answers' in after
        ? Promise.race([reached.promise, load])
        : delay(after.milliseconds));
      await stack.kill(victim === 'start' ? 'main' : victim);
      if (victim === 'start') await stack.killStart(startMilliseconds);
    };
    await Promise.all([load, crash()]);
    const restartSeconds = await stack.start();
    const sentAgain = await sendAgain(stack, journal, random);
    const scope = number === count || number % killsPerFullLook === 0 ? 'all' : 'touched';
    await reconcile(stack, journal, scope);
    await checkTable(stack, journal);
    mailsAgain = await checkMails(stack.baseUrl, journal);
    const acknowledged = Object.values(journal.acknowledged).reduce((sum, one) => sum + one, 0);
    const findings = journal.findings.slice(known);
    const kill: Kill = {
      number,
      victim,
      after,
      restartSeconds,
      acknowledged,
      sentAgain,
      scope,
      findings,
    };
    kills.push(kill);
    onKill(kill);
  }
  return { journal, kills, mailsAgain };
}

/**
 * By time, many right at the beginning, when everything happens for the first time; or by what is
 * done, so that much is under way however slow the machine.
 */
function momentOf({ random, answers }: CrashOptions): Moment {
  return random.chance(0.5)
    ? { milliseconds: Math.round(shortestLoad + longestLoad * random.next() ** 2) }
    : { answers: random.integer(1, answers) };
}

/** Brings everything to its end that got no answer; answers how many that were. */
async function sendAgain({ baseUrl }: Stack, journal: Journal, random: Random): Promise<number> {
  const open = [...journal.open];
  const isRefresh = ({ deed }: Entry) => deed.kind === 'refresh';
  const finish = (entries: Entry[]) =>
    Promise.all(entries.map((entry) => untilAnswered(baseUrl, journal, entry)));
  const signIn = () => {
    const opening = new Set(
      [...journal.open].map(({ deed }) =>
        deed.kind === 'signUp' || deed.kind === 'login' ? deed.account : undefined,
      ),
    );
    const out = journal.accounts.filter(
      (account) => account.accessToken === undefined && !opening.has(account),
    );
    return finish(out.map((account) => journal.begin(signingIn(account, random))));
  };
  // They can be repeated for ten seconds only; then their session is over.
  await finish(open.filter(isRefresh));
  await signIn();
  await finish(open.filter((entry) => !isRefresh(entry)));
  await signIn();
  return open.length;
}

async function untilAnswered(baseUrl: string, journal: Journal, entry: Entry): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (await perform(baseUrl, journal, entry)) return;
  }
  throw new Error(`The stack leaves ${entry.deed.kind} unanswered while nothing is killed`);
}
