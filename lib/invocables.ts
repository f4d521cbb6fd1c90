import type { StreamWorkerDefinition } from '../events/streams.ts';
import type { TaskDefinition } from './cron/task.ts';
import { functionName, modulePath } from './functions.ts';
import type { RouteDefinition } from './http/route.ts';
import type { QueueDefinition } from './queue/queue.ts';

/** Something that AWS invokes: one Lambda function. */
export type Invocable = { domain: string; name: string; module: string } & (
  | { kind: 'route'; definition: RouteDefinition }
  | { kind: 'worker'; definition: QueueDefinition }
  | { kind: 'task'; definition: TaskDefinition }
  /** It sends to the queues that subscribe. */
  | { kind: 'stream'; definition: StreamWorkerDefinition; queues: readonly QueueDefinition[] }
);

/** The contracts that functions are made of. */
export interface Contracts {
  routes: readonly RouteDefinition[];
  /** The feature of each route, by its id. */
  featureOf?: ReadonlyMap<string, string>;
  queues: readonly QueueDefinition[];
  tasks: readonly TaskDefinition[];
  streamWorkers: readonly StreamWorkerDefinition[];
}

const common = (kind: 'route' | 'worker' | 'task', { id }: { id: string }, feature?: string) => ({
  domain: id.slice(0, id.indexOf('.')),
  name: functionName(id),
  module: modulePath(kind, id, feature),
});

/** Every function: routes, workers, tasks and readers of the table's stream. */
export function invocablesOf({
  routes,
  featureOf,
  queues,
  tasks,
  streamWorkers,
}: Contracts): Invocable[] {
  return [
    ...routes.map((definition) => ({
      ...common('route', definition, featureOf?.get(definition.id)),
      kind: 'route' as const,
      definition,
    })),
    ...queues.map((definition) => ({
      ...common('worker', definition),
      kind: 'worker' as const,
      definition,
    })),
    ...tasks.map((definition) => ({
      ...common('task', definition),
      kind: 'task' as const,
      definition,
    })),
    ...streamWorkers.map((definition) => ({
      ...common('worker', definition),
      kind: 'stream' as const,
      definition,
      queues,
    })),
  ];
}
