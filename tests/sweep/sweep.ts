import { type FaultKind, type FaultRule, faultKinds } from '../../lib/local/front/faults.ts';
import type { Item } from '../../lib/model/write.ts';
import { containerRequest } from '../../lib/trace.ts';
import { scanTable } from '../invariants/scan-table.ts';
import { type KeptObject, readObjects } from '../support/restore-bucket.ts';
import type { Stack } from '../support/stack.ts';
import { differencesOf, mailIds, readState, type Shape, shapeOf } from './state.ts';
import { type Act, type Outcome, redeliverySeconds, type Subject } from './subject.ts';

/**
 * One thing that goes wrong in one run: a fault from the nth call on, as many times as told, or
 * everything asked for twice.
 */
export type Case = { kind: FaultKind; nth: number; count: number } | { kind: 'twice' };

export interface CaseResult {
  name: string;
  /** Whether the fault did happen. */
  visited: boolean;
  problems: string[];
}

export interface SubjectReport {
  subject: string;
  /** Service and operation of each call that the function makes undisturbed. */
  calls: string[];
  results: CaseResult[];
}

export interface SweepOptions {
  /** Which of all cases are run; all unless said. */
  choose?: (all: readonly Case[], calls: readonly string[]) => readonly Case[];
  /** What is wrong with a table; the invariants of Moa unless said. */
  judge?: Judge;
}

type Judge = (items: readonly Item[]) => string[] | Promise<string[]>;

async function judgeByInvariants(items: readonly Item[]): Promise<string[]> {
  // Imported late: it reads the configuration, which the stack sets.
  const { violationsOf } = await import('../invariants/violations.ts');
  return violationsOf(items);
}

/**
 * Every run begins when it was arranged, whose codes and tokens are good then; every other run this
 * much later, so that what a container keeps for seconds is always of another time.
 */
const laterMilliseconds = 12_000;

/**
 * Runs what a subject does undisturbed, then again for each case, and compares what it comes to.
 *
 * @throws Error when two undisturbed runs differ: nothing could be told from a comparison then
 */
export async function sweep(
  stack: Stack,
  subject: Subject,
  { choose = (all) => all, judge = judgeByInvariants }: SweepOptions = {},
): Promise<SubjectReport> {
  const begin = { ...(await arrange(stack, subject)), judge };
  let runs = 0;
  const runNext = (broken?: Case) => {
    const startsAt = begin.arrangedAt + (runs++ % 2) * laterMilliseconds;
    return run(stack, { ...begin, clockOffset: startsAt - Date.now() }, broken);
  };
  // The first run also fills what containers keep, such as the addresses of queues.
  const first = await runNext();
  const clean = await runNext();
  const wrong = [
    ...clean.problems,
    ...differences(first.shape, clean.shape),
    ...(clean.calls.length > 0 ? [] : ['the function calls nothing']),
    ...(subject.kind === 'route' || !isIdle(begin, clean) ? [] : ['nothing comes of it']),
    ...clean.shape.deadLetters,
  ];
  if (wrong.length > 0) {
    throw new Error(`${subject.name} does not do well undisturbed:\n  ${wrong.join('\n  ')}`);
  }
  const { calls } = clean;
  const results: CaseResult[] = [];
  for (const chosen of choose(casesOf(calls), calls)) {
    const broken = await runNext(chosen);
    const allowed = isAmbiguous(chosen, calls) ? subject.outsideEffect : 'none';
    results.push({
      name: nameOf(chosen, calls),
      visited: broken.happened,
      problems: [...broken.problems, ...differences(clean.shape, broken.shape, allowed)],
    });
  }
  return { subject: subject.name, calls, results };
}

/** Whether a run left things as they were at its beginning. */
function isIdle({ items, objects, subject }: Beginning, { shape }: Run): boolean {
  const before = shapeOf(
    { items: [...items], objects: [...objects], uploads: new Set(), mails: [], deadLetters: [] },
    [],
  );
  const isSame = differencesOf(before.items, shape.items).length === 0;
  return subject.outsideEffect === 'none' ? isSame : isSame && shape.mails.length === 0;
}

/** As often as the SDK tries: the function itself must bear it. */
const everyAttempt = 3;

/** Every kind of fault at every call, two of them at every attempt, and once everything twice. */
function casesOf(calls: readonly string[]): Case[] {
  const atCalls = calls.flatMap((_, index): Case[] => {
    const nth = index + 1;
    const once = faultKinds.map((kind) => ({ kind, nth, count: 1 }));
    const persistent = (['error', 'lost_reply'] as const).map((kind) => ({
      kind,
      nth,
      count: everyAttempt,
    }));
    return [...once, ...persistent];
  });
  return [...atCalls, { kind: 'twice' }];
}

function nameOf(chosen: Case, calls: readonly string[]): string {
  if (!('nth' in chosen)) return chosen.kind;
  const { kind, nth, count } = chosen;
  return `${kind}${count > 1 ? ` x${count}` : ''} at call ${nth} (${calls[nth - 1]})`;
}

/** Where every run begins. */
interface Beginning {
  subject: Subject;
  items: readonly Item[];
  objects: readonly KeptObject[];
  /** Epoch milliseconds, on the clock of the stack. */
  arrangedAt: number;
  act: Act;
  judge: Judge;
}

async function arrange(stack: Stack, subject: Subject): Promise<Omit<Beginning, 'judge'>> {
  await stack.renew();
  const world = stack.createWorld();
  const act = await subject.arrange(world);
  await world.drain();
  const { body } = await world.request('GET', '/_local/clock');
  const { offsetSeconds } = body as { offsetSeconds: number };
  const items = await scanTable(stack.clients.dynamodb, stack.tableName);
  const objects = await readObjects(stack.clients.s3, stack.bucketName);
  return { subject, act, items, objects, arrangedAt: Date.now() + offsetSeconds * 1000 };
}

interface Run {
  shape: Shape;
  calls: string[];
  problems: string[];
  happened: boolean;
}

async function run(
  stack: Stack,
  {
    subject,
    items,
    objects,
    clockOffset,
    act,
    judge,
  }: Omit<Beginning, 'arrangedAt'> & { clockOffset: number },
  broken: Case | undefined,
): Promise<Run> {
  await stack.renew(items, clockOffset, objects);
  const earlier = await mailIds(stack);
  const { faults } = stack.fronts;
  const world = stack.createWorld();
  const calls: string[] = [];
  const end = stack.fronts.watch(({ service, operation, trace }) => {
    if (trace?.functionId !== subject.functionId || trace.requestId === containerRequest) return;
    calls.push(`${service} ${operation}`);
  });
  let killed = false;
  if (broken && 'nth' in broken) {
    const unheard = async () => {
      killed = broken.kind.startsWith('kill');
      // A message comes again, and a task is fired again, only after that time.
      if (subject.kind !== 'route') await world.advance(redeliverySeconds);
    };
    const meanwhile = broken.kind === 'delay' ? undefined : unheard;
    faults.add({ ...broken, functionId: subject.functionId, meanwhile });
  }
  const attempt = {
    isDouble: broken?.kind === 'twice',
    wasKilled() {
      const was = killed;
      killed = false;
      return was;
    },
  };
  const outcomes: Outcome[] = [];
  if (broken?.kind === 'twice' && (subject.kind === 'route' || subject.kind === 'task')) {
    outcomes.push(...(await Promise.all([act(attempt), act(attempt)])));
  } else {
    // The queues get everything twice.
    if (broken?.kind === 'twice') faults.add({ kind: 'duplicate', service: 'sqs', count: 1000 });
    outcomes.push(await act(attempt));
  }
  await world.drain();
  end();
  const happened =
    broken !== undefined && faults.list().every((rule) => rule.fitting >= lastOf(rule));
  faults.clear();
  const state = await readState(stack, earlier);
  return {
    shape: shapeOf(
      state,
      outcomes.map(({ answer }) => answer),
    ),
    calls,
    problems: [...outcomes.flatMap(({ problems }) => problems), ...(await judge(state.items))],
    happened,
  };
}

/** The last call that a rule must have broken; of what is doubled, the first is enough. */
const lastOf = ({ kind, nth = 1, count = 1 }: FaultRule) =>
  kind === 'duplicate' ? nth : nth + count - 1;

/** Faults of a call that the service has done all the same. */
const doneFaults: ReadonlySet<FaultKind> = new Set([
  ...(['delay', 'truncate', 'lost_reply', 'duplicate', 'kill_after'] as const),
]);

/** Whether nobody can know then if a mail went out: it did, and the table does not say so. */
function isAmbiguous(chosen: Case, calls: readonly string[]): boolean {
  const sending = calls.findIndex((call) => call.startsWith('ses ')) + 1;
  if (sending === 0 || !('nth' in chosen)) return false;
  const isDone = doneFaults.has(chosen.kind);
  return chosen.nth === sending ? isDone : chosen.nth > sending && !isDone;
}

/** @param allowed what may become of mails */
function differences(
  expected: Shape,
  actual: Shape,
  allowed: Subject['outsideEffect'] = 'none',
): string[] {
  const mails = differencesOf(expected.mails, actual.mails).filter((difference) => {
    if (allowed === 'at_least_once') return !isRepeatOf(difference, expected.mails);
    return allowed !== 'at_most_once' || !difference.startsWith('missing');
  });
  const others = actual.answers.filter(
    (answer) => answer !== '"done"' && !expected.answers.includes(answer),
  );
  return [
    ...differencesOf(expected.items, actual.items),
    ...mails,
    ...differencesOf(expected.deadLetters, actual.deadLetters),
    ...others.map((answer) => `answered ${answer} instead of ${expected.answers.join()}`),
  ];
}

const isRepeatOf = (difference: string, expected: readonly string[]) =>
  expected.some((line) => difference === `too much: ${line}`);
