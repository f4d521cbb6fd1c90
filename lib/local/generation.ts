import type { StreamWorkerDefinition } from '../../events/streams.ts';
import type * as CallsModule from '../aws/calls.ts';
import type * as ClockModule from '../clock.ts';
import type * as ConfigModule from '../config.ts';
import type { TaskDefinition } from '../cron/task.ts';
import type * as TaskRunsModule from '../cron/task-runs.entity.ts';
import { type FunctionKind, functionName, modulePath } from '../functions.ts';
import type { RouteDefinition } from '../http/route.ts';
import type * as MailPreviewsModule from '../identity/mails/mail-previews.ts';
import type * as ImportUsersModule from '../identity/sign-up/import-users.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import type { Handler, LambdaFunction } from './lambda.ts';

/**
 * Gives a module of Moa by its path without extension: `functions/sns/publishing/create-post`, `lib/clock`.
 * All that a generation of the code consists of comes from here, so that the app and the handlers
 * share module instances.
 */
export type Load = (modulePath: string) => Promise<object>;

/** What the app itself uses of a generation, beside its functions. */
interface SharedModules {
  'lib/registry/routes': {
    routes: readonly RouteDefinition[];
    featureOf?: ReadonlyMap<string, string>;
  };
  'lib/registry/queues': { queues: readonly QueueDefinition[] };
  'lib/registry/tasks': { tasks: readonly TaskDefinition[] };
  'events/streams': Record<string, StreamWorkerDefinition>;
  'lib/clock': typeof ClockModule;
  'lib/config': typeof ConfigModule;
  'lib/aws/calls': typeof CallsModule;
  'lib/cron/task-runs.entity': typeof TaskRunsModule;
  'lib/identity/sign-up/import-users': typeof ImportUsersModule;
  'lib/identity/mails/mail-previews': typeof MailPreviewsModule;
}

type SharedPath = keyof SharedModules;

const sharedPaths: Readonly<Record<SharedPath, true>> = {
  'lib/registry/routes': true,
  'lib/registry/queues': true,
  'lib/registry/tasks': true,
  'events/streams': true,
  'lib/clock': true,
  'lib/config': true,
  'lib/aws/calls': true,
  'lib/cron/task-runs.entity': true,
  'lib/identity/sign-up/import-users': true,
  'lib/identity/mails/mail-previews': true,
};

/** Paths of the modules that {@link loadShared} gives: a bundle of the code must have them all. */
export const sharedModules = Object.keys(sharedPaths) as SharedPath[];

export const loadShared = <Path extends SharedPath>(
  load: Load,
  path: Path,
): Promise<SharedModules[Path]> => load(path) as Promise<SharedModules[Path]>;

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
    loadShared(load, 'lib/registry/routes'),
    loadShared(load, 'lib/registry/queues'),
    loadShared(load, 'lib/registry/tasks'),
    loadShared(load, 'events/streams'),
    loadShared(load, 'lib/clock'),
    loadShared(load, 'lib/aws/calls'),
    loadShared(load, 'lib/config'),
  ]);
  const lambdas = new Map<string, Promise<LambdaFunction>>();
  const loadLambda = async (kind: FunctionKind, definition: FunctionDefinition) => {
    const path = modulePath(kind, definition.id, registry.featureOf?.get(definition.id));
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
