import type { StreamWorkerDefinition } from '../../events/streams.ts';
import type * as CallsModule from '../aws/calls.ts';
import type * as ClockModule from '../clock.ts';
import type * as ConfigModule from '../config.ts';
import type { TaskDefinition } from '../cron/task.ts';
import { type FunctionKind, functionName, modulePath } from '../functions.ts';
import type { RouteDefinition } from '../http/route.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import type { Handler, LambdaFunction } from './lambda.ts';

/**
 * Gives a module of Moa by its path without extension: `functions/sns/create-post`, `lib/clock`.
 * All that a generation of the code consists of comes from here, so that the app and the handlers
 * share module instances.
 */
export type Load = (modulePath: string) => Promise<object>;

interface FunctionDefinition {
  id: string;
  timeoutSeconds?: number;
  memoryMb?: number;
}

/** One state of Moa's code: its contracts and its functions. */
export interface Generation {
  routes: readonly RouteDefinition[];
  queues: readonly QueueDefinition[];
  tasks: readonly TaskDefinition[];
  streamWorkers: readonly StreamWorkerDefinition[];
  corsOrigins: readonly string[];
  identityProviders: typeof ConfigModule.config.identityProviders;
  clock: typeof ClockModule;
  calls: typeof CallsModule;
  /** The function of a contract, loaded at first use. */
  lambda(kind: FunctionKind, definition: FunctionDefinition): Promise<LambdaFunction>;
}

const defaultTimeoutSeconds = 10;
const defaultMemoryMb = 256;

/** @throws Error when a contract or the configuration cannot be loaded */
export async function loadGeneration(load: Load): Promise<Generation> {
  const [registry, queues, schedules, streams, clock, calls, { config }] = await Promise.all([
    load('functions/registry') as Promise<{ routes: readonly RouteDefinition[] }>,
    load('events/queues') as Promise<{ queues: readonly QueueDefinition[] }>,
    load('events/schedules') as Promise<{ tasks: readonly TaskDefinition[] }>,
    load('events/streams') as Promise<Record<string, StreamWorkerDefinition>>,
    load('lib/clock') as Promise<typeof ClockModule>,
    load('lib/aws/calls') as Promise<typeof CallsModule>,
    load('lib/config') as Promise<typeof ConfigModule>,
  ]);
  const lambdas = new Map<string, Promise<LambdaFunction>>();
  const loadLambda = async (kind: FunctionKind, definition: FunctionDefinition) => {
    const path = modulePath(kind, definition.id);
    const { handler } = (await load(path)) as { handler?: Handler };
    if (typeof handler !== 'function') throw new Error(`${path} exports no handler`);
    return {
      name: `moa-${config.stage}-${functionName(definition.id)}`,
      timeoutSeconds: definition.timeoutSeconds ?? defaultTimeoutSeconds,
      memoryMb: definition.memoryMb ?? defaultMemoryMb,
      handler,
    };
  };
  return {
    routes: registry.routes,
    queues: queues.queues,
    tasks: schedules.tasks,
    streamWorkers: Object.values(streams),
    corsOrigins: config.corsOrigins,
    identityProviders: config.identityProviders,
    clock,
    calls,
    lambda(kind, definition) {
      let lambda = lambdas.get(definition.id);
      if (!lambda) {
        lambda = loadLambda(kind, definition);
        lambdas.set(definition.id, lambda);
        lambda.catch(() => lambdas.delete(definition.id));
      }
      return lambda;
    },
  };
}
