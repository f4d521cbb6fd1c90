/*
 * npm run crash-test [-- --kills 100] [--seed N]: kills the local stack under load, starts it again
 * and looks whether everything is there that it had acknowledged, and nothing twice.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from './random.ts';
import { crashAndReconcile, type Kill, type Outcome } from './rounds.ts';
import { createStack } from './stack.ts';

const defaultKills = 100;
const newcomers = 4;
const answers = 100;
const largestSeed = 2 ** 31;
/** What is shown of the findings after a kill; the first tell most. */
const mostFindings = 20;

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = numberOf('kills', values.kills, defaultKills);
const seed = numberOf('seed', values.seed, Math.floor(Math.random() * largestSeed));

const dataDir = await mkdtemp(join(tmpdir(), 'moa-crash-'));
const stack = await createStack(dataDir);
let isStopped = false;

async function stopBy(code: number): Promise<void> {
  if (isStopped) return;
  isStopped = true;
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(code);
}

process.on('SIGINT', () => void stopBy(130));
process.on('SIGTERM', () => void stopBy(143));

print(`${kills} kills of a stack under load, seed ${seed}, data in ${dataDir}`);
try {
  const outcome = await crashAndReconcile(stack, {
    kills,
    random: createRandom(seed),
    newcomers,
    answers,
    onKill(kill) {
      print(lineOf(kill));
      for (const { kind, what } of kill.findings.slice(0, mostFindings))
        print(`  ${kind}: ${what}`);
    },
  });
  summarize(outcome);
  if (outcome.journal.findings.length === 0) await stopBy(0);
  await fail();
} catch (error) {
  if (!isStopped) {
    print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    print(`The stack wrote:\n${stack.output()}`);
    await fail();
  }
}

async function fail(): Promise<void> {
  if (isStopped) return;
  isStopped = true;
  await stack.stop();
  print(`Seed ${seed}; the data is kept in ${dataDir}`);
  process.exit(1);
}

function numberOf(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} is "${text}": give a number\n`);
  process.exit(2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function lineOf(kill: Kill): string {
  const { number, victim, after, restartSeconds, acknowledged, sentAgain } = kill;
  return [
    `kill ${String(number).padStart(String(kills).length)}  ${victim.padEnd(10)}`,
    'answers' in after ? `after ${after.answers} deeds` : `after ${after.milliseconds} ms`,
    `restart ${restartSeconds.toFixed(1)} s`,
    `${acknowledged} acknowledged`,
    `${sentAgain} sent again`,
    ...(kill.scope === 'all' ? ['all reconciled'] : []),
    ...(kill.findings.length > 0 ? [`${kill.findings.length} FINDINGS`] : []),
  ].join(' · ');
}

function summarize({ journal, kills: done, mailsAgain }: Outcome): void {
  const restarts = done.map(({ restartSeconds }) => restartSeconds).sort((one, two) => one - two);
  const count = (kind: string) => journal.findings.filter((one) => one.kind === kind).length;
  const kinds = Object.entries(journal.acknowledged).map(([kind, number]) => `${number} ${kind}`);
  const sentAgain = done.reduce((sum, kill) => sum + kill.sentAgain, 0);
  const median = restarts[restarts.length >> 1] ?? 0;
  print(`
kills          ${done.length}
acknowledged   ${done.at(-1)?.acknowledged ?? 0}: ${kinds.join(', ')}
sent again     ${sentAgain}
mails again    ${mailsAgain} (they are sent at least once)
late refreshes ${journal.lateRefreshes} (repeated after more than ten seconds)
lost           ${count('lost')}
doubled        ${count('doubled')}
violations     ${count('violated')}
restart        median ${median.toFixed(1)} s, longest ${(restarts.at(-1) ?? 0).toFixed(1)} s
`);
}
