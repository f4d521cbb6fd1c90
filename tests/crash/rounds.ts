import { setTimeout as delay } from 'node:timers/promises';
import { createJournal, type Journal } from './journal.ts';
import { checkMails } from './mails.ts';
import { perform } from './perform.ts';
import type { Random } from './random.ts';
import { reconcile, type Scope } from './reconcile.ts';
import type { Stack, Victim } from './stack.ts';
import { checkTable } from './table.ts';
import { join, signingIn, writeUntilUnanswered } from './writers.ts';

/** One kill and what came after it. */
export interface Kill {
  number: number;
  victim: Victim;
  /** Since the load began. */
  afterMilliseconds: number;
  /** Until the first 200. */
  restartSeconds: number;
  /** Since the first round. */
  acknowledged: number;
  /** Deeds that had got no answer. */
  sentAgain: number;
  scope: Scope;
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
const shortestLoad = 5;
const longestLoad = 2000;

const victims: Readonly<Record<Victim, number>> = {
  main: 50,
  everything: 20,
  dynamodb: 12,
  sqs: 10,
  ses: 8,
};

/** Starts the stack, and as often as `kills` says loads, kills, restarts and reconciles it. */
export async function crashAndReconcile(
  stack: Stack,
  { kills: count, random, onKill }: { kills: number; random: Random; onKill: (kill: Kill) => void },
): Promise<Outcome> {
  const journal = createJournal();
  const kills: Kill[] = [];
  let mailsAgain = 0;
  await stack.start();
  for (let index = 0; index < firstAccounts; index++) await join(stack.baseUrl, journal, random);
  for (let number = 1; number <= count; number++) {
    const victim = random.weighted(victims);
    // Many right at the beginning, when everything happens for the first time.
    const afterMilliseconds = Math.round(shortestLoad + longestLoad * random.next() ** 2);
    const newcomers = random.integer(1, 4);
    const load = writeUntilUnanswered(stack.baseUrl, journal, { random, newcomers });
    await Promise.all([load, delay(afterMilliseconds).then(() => stack.kill(victim))]);
    const restartSeconds = await stack.start();
    const sentAgain = await sendAgain(stack, journal, random);
    const scope = number === count || number % killsPerFullLook === 0 ? 'all' : 'touched';
    await reconcile(stack, journal, scope);
    await checkTable(stack, journal);
    mailsAgain = await checkMails(stack.baseUrl, journal);
    const acknowledged = Object.values(journal.acknowledged).reduce((sum, one) => sum + one, 0);
    const kill = { number, victim, afterMilliseconds, restartSeconds, acknowledged };
    kills.push({ ...kill, sentAgain, scope });
    onKill({ ...kill, sentAgain, scope });
  }
  return { journal, kills, mailsAgain };
}

/** Brings everything to its end that got no answer; answers how many that were. */
async function sendAgain({ baseUrl }: Stack, journal: Journal, random: Random): Promise<number> {
  // A refresh can be repeated for ten seconds only.
  const isUrgent = ({ deed }: { deed: { kind: string } }) => (deed.kind === 'refresh' ? 0 : 1);
  const open = [...journal.open].sort((one, other) => isUrgent(one) - isUrgent(other));
  for (const entry of open) await untilAnswered(baseUrl, journal, entry);
  for (const account of journal.accounts) {
    if (account.userId !== undefined) continue;
    await untilAnswered(baseUrl, journal, journal.begin(signingIn(account, random)));
  }
  return open.length;
}

async function untilAnswered(
  baseUrl: string,
  journal: Journal,
  entry: Parameters<typeof perform>[2],
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (await perform(baseUrl, journal, entry)) return;
  }
  throw new Error(`The stack leaves ${entry.deed.kind} unanswered while nothing is killed`);
}
