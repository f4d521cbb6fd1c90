import * as fc from 'fast-check';
import { changesOf } from './arbitraries.ts';
import { type Mutation, mutationsOf, type Share } from './deterministic.ts';
import type { Finding } from './judge.ts';
import type { Operation } from './operations.ts';
import { type FuzzCase, failureId, type Phase, type Report } from './report.ts';
import type { Change, PlainRequest } from './request.ts';
import { type Mishap, runSteps, stepsOf } from './sequences.ts';
import { createSession, type Session, Unarranged } from './session.ts';
import { OutOfReach, type Target } from './target.ts';

/** How much is tried: counts for a test, or time. */
export type Budget =
  | {
      /** What part phase 1 tries. */
      share: Omit<Share, 'seed'>;
      /** Random requests for each operation. */
      runs: number;
      /** Random sequences of up to 40 calls. */
      sequences: number;
    }
  | { seconds: number };

export interface FuzzOptions {
  /** The same seed tries the same. */
  seed: number;
  budget: Budget;
  /** Ids of the only operations to try; all unless said. */
  routes?: readonly string[] | undefined;
  /** All unless said. */
  phases?: readonly Phase[] | undefined;
  /** Ends when so many failures are known. */
  enough?: number | undefined;
  /** Told when phase 1 has gone through an operation. */
  onOperation?: ((id: string) => void) | undefined;
}

/** Tries an API with inputs of every kind and judges each answer by the API's own document. */
export async function fuzz(target: Target, options: FuzzOptions): Promise<Report> {
  const session = createSession(target);
  const { phases = [1, 2, 3], routes } = options;
  const asked = session.judge.operations.filter(({ id }) => routes?.includes(id) ?? true);
  const unknown = routes?.find((id) => !asked.some((operation) => operation.id === id));
  if (unknown !== undefined) throw new Error(`There is no operation ${unknown}`);
  await inLanes(asked, (operation) => checkScenarios(session, operation));
  const operations = asked.filter(({ id }) => !session.report.skipped.has(id));
  const deadlines = deadlinesOf(session, options);
  if (phases.includes(1)) await runDeterministic(session, operations, options, deadlines[1]);
  if (phases.includes(2)) await runRandom(session, operations, options, deadlines[2]);
  if (phases.includes(3)) await runStateful(session, operations, options, deadlines[3]);
  return session.report;
}

type IsOver = () => boolean;

/** Of the time that is left, phase 1 has a half, phase 2 three fifths of the rest. */
function deadlinesOf({ report }: Session, { budget, enough }: FuzzOptions): Record<Phase, IsOver> {
  const milliseconds = 'seconds' in budget ? budget.seconds * 1000 : Number.POSITIVE_INFINITY;
  const most = enough ?? Number.POSITIVE_INFINITY;
  const begin = performance.now();
  const until = (share: number) => () =>
    performance.now() - begin > milliseconds * share || report.failures.length >= most;
  return { 1: until(0.5), 2: until(0.8), 3: until(1) };
}

/** Each call that should succeed does, and for others only where it may. */
async function checkScenarios(session: Session, operation: Operation): Promise<void> {
  const { target, record, attempt } = session;
  const scenarios = target.scenarios(operation);
  for (const [index, { name, others }] of scenarios.entries()) {
    const fuzzCase = caseOf(operation, 0, index, `scenario ${name}`);
    const fail = (message: string, request?: PlainRequest) =>
      record(operation, [{ oracle: 'never succeeds', message }], fuzzCase, request);
    let request: PlainRequest;
    try {
      request = await session.callOf(operation, index);
    } catch (error) {
      if (error instanceof OutOfReach) {
        session.report.skipped.set(operation.id, error.message);
        return;
      }
      if (!(error instanceof Unarranged)) throw error;
      fail(error.message);
      continue;
    }
    if (operation.needsCaller && others !== 'same' && others !== 'own') {
      const stranger = await target.signIn('stranger');
      const theirs = { ...request, headers: { ...request.headers, ...stranger.headers } };
      const { findings } = await attempt(
        operation,
        theirs,
        1,
        `the object is not theirs (${others})`,
      );
      record(operation, findings, fuzzCase, theirs);
    }
    const { findings, answer } = await session.tryCase(operation, fuzzCase);
    record(operation, findings, fuzzCase, request);
    const status = answer?.status ?? 0;
    if (status < 200 || status >= 400) fail(`the scenario ${name} is answered ${status}`, request);
  }
  if (scenarios.length === 0) {
    const { answer, request } = await session.tryCase(
      operation,
      caseOf(operation, 0, 0, 'example'),
    );
    const status = answer?.status ?? 0;
    if (status < 200 || status >= 400) {
      const message = `its example is answered ${status}`;
      record(
        operation,
        [{ oracle: 'never succeeds', message }],
        caseOf(operation, 0, 0, ''),
        request,
      );
    }
  }
}

const caseOf = (
  { id }: Operation,
  seed: number,
  scenario: number,
  label: string,
  changes: readonly Change[] = [],
): Extract<FuzzCase, { phase: 1 | 2 }> => ({
  phase: 1,
  seed,
  operation: id,
  scenario,
  label,
  changes,
});

/** Operations side by side: most of the time is the database's. */
const lanes = 4;

async function inLanes<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function runDeterministic(
  session: Session,
  operations: readonly Operation[],
  { seed, budget, onOperation }: FuzzOptions,
  isOver: IsOver,
): Promise<void> {
  const { document } = session.target;
  const share = 'seconds' in budget ? undefined : { ...budget.share, seed };
  const left = new Map(
    operations.map((operation) => [operation, mutationsOf(document, operation, share)]),
  );
  // When time ends early, every operation has had as much of it as the others.
  while (left.size > 0 && !isOver()) {
    await inLanes([...left], async ([operation, mutations]) => {
      for (let tried = 0; tried < turn && !isOver(); tried++) {
        const { done, value } = mutations.next();
        if (done) {
          left.delete(operation);
          onOperation?.(operation.id);
          return;
        }
        await tryMutation(session, operation, value, seed);
      }
    });
  }
}

/** Inputs that an operation tries before the next one's turn. */
const turn = 50;

async function tryMutation(
  session: Session,
  operation: Operation,
  { label, changes, mustRefuse }: Mutation,
  seed: number,
): Promise<void> {
  const fuzzCase = {
    ...caseOf(operation, seed, 0, label, changes),
    ...(mustRefuse !== undefined && { mustRefuse }),
  };
  const { findings, request } = await session.tryCase(operation, fuzzCase);
  session.record(operation, findings, fuzzCase, request);
}

async function runRandom(
  session: Session,
  operations: readonly Operation[],
  { seed, budget }: FuzzOptions,
  isOver: IsOver,
): Promise<void> {
  const numRuns = 'seconds' in budget ? 50 : budget.runs;
  for (let round = 0; ; round++) {
    await inLanes(operations, async (operation) => {
      await tryRandomly(session, operation, { seed: seed + round, numRuns, isOver });
    });
    if (!('seconds' in budget) || isOver()) return;
  }
}

async function tryRandomly(
  session: Session,
  operation: Operation,
  { seed, numRuns, isOver }: Sampling,
): Promise<void> {
  const scenarios = Math.max(1, session.target.scenarios(operation).length);
  const changes = changesOf(session.target.document, operation);
  const inputs = fc.sample(fc.tuple(fc.nat(scenarios - 1), changes), { seed, numRuns });
  for (const [scenario, some] of inputs) {
    if (isOver()) return;
    const attempt = async (fewer: readonly Change[]) => {
      const fuzzCase = {
        ...caseOf(operation, seed, scenario, 'random', fewer),
        phase: 2 as const,
      };
      return { ...(await session.tryCase(operation, fuzzCase)), fuzzCase };
    };
    const first = await attempt(some);
    const unknown = first.findings.find((finding) => !session.isKnown(operation, finding));
    const { findings, fuzzCase, request } = unknown
      ? await shortest(some, first, async (fewer) => {
          const again = await attempt(fewer);
          return again.findings.some(isLike(operation, unknown)) ? again : undefined;
        })
      : first;
    session.record(operation, findings, fuzzCase, request);
  }
}

/** Inputs that a seed determines. */
interface Sampling {
  seed: number;
  numRuns: number;
  isOver: IsOver;
}

const isLike = (operation: Operation, wanted: Finding) => (finding: Finding) =>
  failureId(operation.id, finding) === failureId(operation.id, wanted);

/** Leaves out whatever a failure comes without; answers the last failing result. */
async function shortest<Item, Result>(
  items: readonly Item[],
  first: Result,
  attempt: (fewer: readonly Item[]) => Promise<Result | undefined>,
): Promise<Result> {
  let kept = items;
  let result = first;
  for (const item of items.toReversed()) {
    const fewer = kept.filter((other) => other !== item);
    const again = await attempt(fewer);
    if (again === undefined) continue;
    kept = fewer;
    result = again;
  }
  return result;
}

async function runStateful(
  session: Session,
  operations: readonly Operation[],
  { seed, budget }: FuzzOptions,
  isOver: IsOver,
): Promise<void> {
  const numRuns = 'seconds' in budget ? 10 : budget.sequences;
  for (let round = 0; ; round++) {
    await trySequences(session, operations, { seed: seed + round, numRuns, isOver });
    if (!('seconds' in budget) || isOver()) return;
  }
}

async function trySequences(
  session: Session,
  operations: readonly Operation[],
  { seed, numRuns, isOver }: Sampling,
): Promise<void> {
  for (const steps of fc.sample(stepsOf(session, operations), { seed, numRuns })) {
    if (isOver()) return;
    const first = await runSteps(session, steps);
    if (!first) continue;
    const mishap = await shortest(first.steps, first, async (fewer) => {
      const again = await runSteps(session, fewer);
      const isSame =
        again?.operation === first.operation &&
        first.findings.some((finding) => again.findings.some(isLike(first.operation, finding)));
      return isSame ? again : undefined;
    });
    recordMishap(session, seed, mishap);
  }
}

function recordMishap(
  session: Session,
  seed: number,
  { operation, findings, request, steps }: Mishap,
): void {
  session.record(operation, findings, { phase: 3, seed, operation: operation.id, steps }, request);
}

/** Tries one case again and answers what is found. */
export async function replay(target: Target, fuzzCase: FuzzCase): Promise<Report> {
  const session = createSession(target);
  const operation = session.judge.operations.find(({ id }) => id === fuzzCase.operation);
  if (!operation) throw new Error(`There is no operation ${fuzzCase.operation}`);
  if (fuzzCase.phase === 3) {
    const mishap = await runSteps(session, fuzzCase.steps);
    if (mishap) recordMishap(session, fuzzCase.seed, mishap);
    return session.report;
  }
  const { findings, request } = await session.tryCase(operation, fuzzCase);
  session.record(operation, findings, fuzzCase, request);
  return session.report;
}
