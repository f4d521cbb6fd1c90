import * as fc from 'fast-check';
import { changesOf } from './arbitraries.ts';
import { type Mutation, mutationsOf } from './deterministic.ts';
import type { Operation } from './operations.ts';
import type { FuzzCase, Phase, Report } from './report.ts';
import type { Change, PlainRequest } from './request.ts';
import { type Mishap, runSteps, type Step, stepsOf } from './sequences.ts';
import { createSession, type Session } from './session.ts';
import type { Target } from './target.ts';

/** How much is tried: counts for a test, or time. */
export type Budget =
  | {
      /** Nasty strings for each place of a request. */
      nastyPerPlace: number;
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
  const operations = session.judge.operations.filter(({ id }) => routes?.includes(id) ?? true);
  const unknown = routes?.find((id) => !operations.some((operation) => operation.id === id));
  if (unknown !== undefined) throw new Error(`There is no operation ${unknown}`);
  await inLanes(operations, (operation) => checkScenarios(session, operation));
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
  for (const [index, { name, others, arrange }] of scenarios.entries()) {
    const fuzzCase = caseOf(operation, 0, index, `scenario ${name}`);
    const fail = (message: string, request?: PlainRequest) =>
      record(operation, [{ oracle: 'never succeeds', message }], fuzzCase, request);
    let request: PlainRequest;
    try {
      request = await arrange();
    } catch (error) {
      fail(`the scenario ${name} cannot be arranged: ${String(error)}`);
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
    const { findings, answer } = await attempt(operation, request, 1);
    record(operation, findings, fuzzCase, request);
    const status = answer?.status ?? 0;
    if (status < 200 || status >= 300) fail(`the scenario ${name} is answered ${status}`, request);
  }
  if (scenarios.length === 0) {
    const { answer, request } = await session.tryCase(
      operation,
      caseOf(operation, 0, 0, 'example'),
    );
    const status = answer?.status ?? 0;
    if (status < 200 || status >= 300) {
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
  const share = 'seconds' in budget ? undefined : { count: budget.nastyPerPlace, seed };
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

class Found extends Error {
  override readonly name = 'Found';
}

async function runRandom(
  session: Session,
  operations: readonly Operation[],
  { seed, budget }: FuzzOptions,
  isOver: IsOver,
): Promise<void> {
  const runs = 'seconds' in budget ? 50 : budget.runs;
  for (let round = 0; ; round++) {
    await inLanes(operations, async (operation) => {
      if (!isOver()) await tryRandomly(session, operation, seed + round, runs);
    });
    if (!('seconds' in budget) || isOver()) return;
  }
}

const mostFailures = 5;

async function tryRandomly(
  session: Session,
  operation: Operation,
  seed: number,
  numRuns: number,
): Promise<void> {
  const scenarios = Math.max(1, session.target.scenarios(operation).length);
  const changes = changesOf(session.target.document, operation);
  const tried = fc.tuple(fc.nat(scenarios - 1), changes);
  const randomCase = ([scenario, some]: [number, Change[]]) => ({
    ...caseOf(operation, seed, scenario, 'random', some),
    phase: 2 as const,
  });
  for (let failed = 0; failed < mostFailures; failed++) {
    const details = await fc.check(
      fc.asyncProperty(tried, async (input) => {
        const { findings } = await session.tryCase(operation, randomCase(input));
        if (findings.some((finding) => !session.isKnown(operation.id, finding))) throw new Found();
      }),
      { seed: seed + failed, numRuns },
    );
    if (!details.failed) return;
    if (details.counterexample === null) throw asError(details.errorInstance);
    if (!(details.errorInstance instanceof Found)) throw asError(details.errorInstance);
    const fuzzCase = randomCase(details.counterexample[0]);
    const { findings, request } = await session.tryCase(operation, fuzzCase);
    session.record(operation, findings, fuzzCase, request);
  }
}

async function runStateful(
  session: Session,
  operations: readonly Operation[],
  { seed, budget }: FuzzOptions,
  isOver: IsOver,
): Promise<void> {
  const numRuns = 'seconds' in budget ? 10 : budget.sequences;
  for (let round = 0; ; round++) {
    await trySequences(session, operations, seed + round, numRuns);
    if (!('seconds' in budget) || isOver()) return;
  }
}

async function trySequences(
  session: Session,
  operations: readonly Operation[],
  seed: number,
  numRuns: number,
): Promise<void> {
  const steps = stepsOf(session, operations);
  const isNew = ({ operation, findings }: Mishap) =>
    findings.some((finding) => !session.isKnown(operation.id, finding));
  for (let failed = 0; failed < mostFailures; failed++) {
    let shortest: { mishap: Mishap; steps: readonly Step[] } | undefined;
    const details = await fc.check(
      fc.asyncProperty(steps, async (input) => {
        const mishap = await runSteps(session, input);
        if (!mishap || !isNew(mishap)) return;
        if (!shortest || input.length <= shortest.steps.length) shortest = { mishap, steps: input };
        throw new Found();
      }),
      { seed: seed + failed, numRuns },
    );
    if (!details.failed) return;
    if (!(details.errorInstance instanceof Found) || !shortest) {
      throw asError(details.errorInstance);
    }
    const { mishap } = shortest;
    const fuzzCase: FuzzCase = {
      phase: 3,
      seed,
      operation: mishap.operation.id,
      steps: shortest.steps,
    };
    session.record(mishap.operation, mishap.findings, fuzzCase, mishap.request);
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** Tries one case again and answers what is found. */
export async function replay(target: Target, fuzzCase: FuzzCase): Promise<Report> {
  const session = createSession(target);
  const operation = session.judge.operations.find(({ id }) => id === fuzzCase.operation);
  if (!operation) throw new Error(`There is no operation ${fuzzCase.operation}`);
  if (fuzzCase.phase === 3) {
    const mishap = await runSteps(session, fuzzCase.steps);
    if (mishap) session.record(mishap.operation, mishap.findings, fuzzCase, mishap.request);
    return session.report;
  }
  const { findings, request } = await session.tryCase(operation, fuzzCase);
  session.record(operation, findings, fuzzCase, request);
  return session.report;
}
