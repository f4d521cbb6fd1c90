import type { QueueDefinition } from '../lib/queue/queue.ts';
import { filesQueues } from './queues/files.ts';
import { identityQueues } from './queues/identity.ts';
import { platformQueues } from './queues/platform.ts';
import { snsQueues } from './queues/sns.ts';

/** Every queue, each with the one worker that reads it. */
export const queues: readonly QueueDefinition[] = [
  ...platformQueues,
  ...identityQueues,
  ...snsQueues,
  ...filesQueues,
];
