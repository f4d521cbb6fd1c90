import { queues } from '../../events/queues.ts';
import { tasks } from '../../events/schedules.ts';
import { dispatchEvents, type StreamWorkerDefinition } from '../../events/streams.ts';
import { routes } from '../../functions/registry.ts';
import type { TaskDefinition } from '../cron/task.ts';
import { functionName, modulePath } from '../functions.ts';
import type { RouteDefinition } from '../http/route.ts';
import type { QueueDefinition } from '../queue/queue.ts';

/** Something that AWS invokes: one Lambda function. */
export type Invocable = { domain: string; name: string; module: string } & (
  | { kind: 'route'; definition: RouteDefinition }
  | { kind: 'worker'; definition: QueueDefinition }
  | { kind: 'task'; definition: TaskDefinition }
  | { kind: 'stream'; definition: StreamWorkerDefinition }
);

const common = (kind: 'route' | 'worker' | 'task', { id }: { id: string }) => ({
  domain: id.slice(0, id.indexOf('.')),
  name: functionName(id),
  module: modulePath(kind, id),
});

/** Every function: routes, workers, tasks and the reader of the table's stream. */
export const invocables: readonly Invocable[] = [
  ...routes.map((definition) => ({
    ...common('route', definition),
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
  {
    ...common('worker', dispatchEvents),
    kind: 'stream' as const,
    definition: dispatchEvents,
  },
];

/** The domains that have functions, each a stack of its own, in the order of their registration. */
export const domains: readonly string[] = [...new Set(invocables.map(({ domain }) => domain))];
