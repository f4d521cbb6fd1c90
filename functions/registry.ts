import { identityQueues } from '../events/queues/identity.ts';
import { platformQueues } from '../events/queues/platform.ts';
import { snsQueues } from '../events/queues/sns.ts';
import { identityTasks } from '../events/schedules/identity.ts';
import { platformTasks } from '../events/schedules/platform.ts';
import { snsTasks } from '../events/schedules/sns.ts';
import { dispatchEvents } from '../events/streams.ts';
import type { TaskDefinition } from '../lib/cron/task.ts';
import type { RouteDefinition } from '../lib/http/route.ts';
import type { QueueDefinition } from '../lib/queue/queue.ts';
import * as identity from './identity/routes.ts';
import * as platform from './platform/routes.ts';
import * as sns from './sns/routes.ts';

/** The contracts of everything that can be called, by domain. Nothing else knows all of them. */
export const routesByDomain = { platform, identity, sns };

export const routes: readonly RouteDefinition[] = Object.values(routesByDomain).flatMap((domain) =>
  Object.values(domain),
);

export const queues: readonly QueueDefinition[] = [
  ...platformQueues,
  ...identityQueues,
  ...snsQueues,
];

export const tasks: readonly TaskDefinition[] = [...platformTasks, ...identityTasks, ...snsTasks];

export const streamWorker = dispatchEvents;
