import { randomUUID } from 'node:crypto';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { QueueDefinition } from '../../lib/queue/queue.ts';
import {
  backgroundScenarios,
  type NamedBackgroundScenario,
  type NamedRouteScenario,
  routeScenarios,
} from '../scenarios/scenarios.ts';
import { type Answer, describeAnswer, type Problem } from '../support/answer.ts';
import type { CallOptions, World } from '../support/world.ts';

/** How often something is asked for before it counts as not done. */
const patience = 6;

/**
 * When what nobody has answered for is tried again: later than a message stays invisible, which is six
 * times a worker's time, and than the lease of a task that has died.
 */
export const redeliverySeconds = 600;

/** What came of asking for something until it was done. */
export interface Outcome {
  /** What went wrong on the way that must not; empty when all is well. */
  problems: string[];
  /** The last answer, for comparison. */
  answer: unknown;
}

export interface Attempt {
  /** Whether the function was killed meanwhile, so that nobody heard its answer. */
  wasKilled: () => boolean;
  /** Somebody else asks for the same at the same time, and may be first. */
  isDouble: boolean;
}

/** Does it as its client or its clock would: again until it is done. */
export type Act = (attempt: Attempt) => Promise<Outcome>;

/** A function that the sweep breaks at each of its calls, and what gives it something to do. */
export interface Subject {
  name: string;
  functionId: string;
  kind: 'route' | 'worker' | 'task' | 'stream';
  /** Configuration that it needs. */
  env: Readonly<Record<string, string>>;
  /** What may become of effects outside the table; see `QueueDefinition`. */
  outsideEffect: QueueDefinition['outsideEffect'];
  arrange(world: World): Promise<Act>;
}

/** Every scenario of a route that changes something, of a worker, of a task and of a stream reader. */
export const subjects: readonly Subject[] = [
  ...routeScenarios.filter(({ route }) => route.method !== 'GET').map(toRouteSubject),
  ...backgroundScenarios.map(toBackgroundSubject),
];

export function toRouteSubject({ name, route, scenario }: NamedRouteScenario): Subject {
  return {
    name,
    functionId: route.id,
    kind: 'route',
    env: {},
    outsideEffect: 'none',
    async arrange(world) {
      const call = await scenario.arrange(world);
      const headers = {
        ...call.headers,
        ...(route.idempotent && { 'idempotency-key': randomUUID() }),
      };
      const ask = () => world.call(route, { ...call, headers } as CallOptions<RouteDefinition>);
      return (attempt) => askUntilDone(ask, attempt, scenario.repeated);
    },
  };
}

async function askUntilDone(
  ask: () => Promise<Answer>,
  { wasKilled, isDouble }: Attempt,
  repeated: string | undefined,
): Promise<Outcome> {
  const problems: string[] = [];
  for (let round = 1; round <= patience; round++) {
    const answer = await ask();
    if (wasKilled()) continue;
    const { code } = (answer.body ?? {}) as Partial<Problem>;
    if (answer.status === 503 && answer.headers.has('retry-after')) continue;
    if (code === 'request.idempotency_in_progress') continue;
    if (answer.status >= 500) {
      problems.push(describeAnswer(answer));
      continue;
    }
    // What was done before stands in the way of being done again, and that is as it should be.
    const isRepeat = (round > 1 || isDouble) && code !== undefined && code === repeated;
    if (!isRepeat && answer.status >= 400) problems.push(describeAnswer(answer));
    return { problems, answer: isRepeat ? 'done' : { status: answer.status, body: answer.body } };
  }
  return { problems: [...problems, `not done after ${patience} rounds`], answer: undefined };
}

export function toBackgroundSubject(named: NamedBackgroundScenario): Subject {
  const { name, id, kind, scenario } = named;
  return {
    name,
    functionId: id,
    kind,
    env: scenario.env ?? {},
    outsideEffect: named.kind === 'worker' ? named.definition.outsideEffect : 'none',
    async arrange(world) {
      const act = await scenario.arrange(kind === 'task' ? inOneSlot(world) : world);
      return () => actUntilDone(act, () => world.advance(redeliverySeconds));
    },
  };
}

async function actUntilDone(
  act: () => Promise<unknown>,
  later: () => Promise<void>,
): Promise<Outcome> {
  let failure: unknown;
  for (let round = 1; round <= patience; round++) {
    try {
      await act();
      return { problems: [], answer: 'done' };
    } catch (error) {
      failure = error;
      await later();
    }
  }
  return { problems: [`not done after ${patience} rounds: ${String(failure)}`], answer: undefined };
}

/** The world in which a task that is fired again is fired for the slot of the first time. */
function inOneSlot(world: World): World {
  let slot: Date | undefined;
  return {
    ...world,
    async runTask(name, options) {
      if (options?.at) return world.runTask(name, options);
      const { body } = await world.request('GET', '/_local/clock');
      slot ??= new Date((body as { now: string }).now);
      await world.runTask(name, { at: slot });
    },
  };
}
