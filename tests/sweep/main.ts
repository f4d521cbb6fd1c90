/*
 * The fault sweep as a program: `npm run sweep [-- [name…] [--jobs n]]`. Breaks every route that
 * changes something, every worker, task and stream reader, or those whose names begin as told, at
 * each of their outbound calls in every way, and says what did not come to the same in the end.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startStack } from '../support/stack.ts';
import { type Subject, subjects } from './subject.ts';
import { type CaseResult, type SubjectReport, sweep } from './sweep.ts';

/** What one process has found about one subject. */
type Found = SubjectReport | { subject: string; failure: string };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jobs: { type: 'string' }, only: { type: 'string' } },
  });
  if (values.only !== undefined) return work(values.only.split('\n'));
  const chosen = subjects.filter(
    ({ name }) =>
      positionals.length === 0 || positionals.some((beginning) => name.startsWith(beginning)),
  );
  if (chosen.length === 0) {
    const names = subjects.map(({ name }) => `  ${name}`).join('\n');
    throw new Error(`Nothing has a name that begins so. There are:\n${names}`);
  }
  const jobs = Number(values.jobs ?? Math.min(4, availableParallelism()));
  const begin = performance.now();
  const found = await sweepInProcesses(deal(chosen, jobs), jobs);
  summarise(found, Math.round((performance.now() - begin) / 1000));
  const isWhole = found.every((one) => 'results' in one && one.results.every(isWell));
  process.exitCode = isWhole ? 0 : 1;
}

/** Hands out the subjects; those that need another configuration need another process. */
function deal(chosen: readonly Subject[], jobs: number): Subject[][] {
  const byEnv = Map.groupBy(chosen, ({ env }) => JSON.stringify(env));
  return [...byEnv.values()].flatMap((group) => {
    const hands = Math.min(jobs, group.length);
    return Array.from({ length: hands }, (_, hand) =>
      group.filter((_subject, index) => index % hands === hand),
    );
  });
}

async function sweepInProcesses(hands: readonly Subject[][], jobs: number): Promise<Found[]> {
  const found: Found[] = [];
  const waiting = hands.values();
  const lane = async () => {
    for (const hand of waiting) {
      const child = fork(import.meta.filename, ['--only', hand.map(({ name }) => name).join('\n')]);
      child.on('message', (message) => {
        const one = message as Found;
        found.push(one);
        report(one);
      });
      await new Promise((resolve) => child.once('exit', resolve));
      const told = new Set(found.map(({ subject }) => subject));
      for (const { name } of hand.filter((subject) => !told.has(subject.name))) {
        const lost = { subject: name, failure: 'the process that swept it ended' };
        found.push(lost);
        report(lost);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  return found;
}

/** What a child process does. */
async function work(names: readonly string[]): Promise<void> {
  const own = subjects.filter(({ name }) => names.includes(name));
  const stack = await startStack({ env: own[0]?.env ?? {} });
  try {
    for (const subject of own) process.send?.(await inspect(stack, subject));
  } finally {
    await stack.close();
    process.disconnect();
  }
}

async function inspect(
  stack: Awaited<ReturnType<typeof startStack>>,
  subject: Subject,
): Promise<Found> {
  try {
    return await sweep(stack, subject);
  } catch (error) {
    return { subject: subject.name, failure: String(error) };
  }
}

const isWell = ({ visited, problems }: CaseResult) => visited && problems.length === 0;

function report(found: Found): void {
  if ('failure' in found) {
    console.log(`✗ ${found.subject}: ${found.failure}`);
    return;
  }
  const { subject, calls, results } = found;
  const visited = results.filter((result) => result.visited).length;
  const wrong = results.filter((result) => !isWell(result));
  const mark = wrong.length === 0 ? '✓' : '✗';
  console.log(`${mark} ${subject}: ${calls.length} calls, ${visited} / ${results.length} cases`);
  for (const { name, visited: happened, problems } of wrong) {
    console.log(`    ${name}${happened ? '' : ': did not happen'}`);
    for (const problem of problems) console.log(`      ${problem}`);
  }
}

function summarise(found: readonly Found[], seconds: number): void {
  const results = found.flatMap((one) => ('results' in one ? one.results : []));
  const visited = results.filter((result) => result.visited).length;
  const wrong = results.filter(({ problems }) => problems.length > 0).length;
  const failed = found.filter((one) => 'failure' in one).length;
  console.log(
    `\n${found.length} subjects, ${visited} / ${results.length} cases visited, ${wrong} did not converge, ${failed} subjects could not be swept, ${seconds} s`,
  );
}

await main();
