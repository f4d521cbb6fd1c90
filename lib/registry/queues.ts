import { companiesQueues } from '../../events/queues/companies.ts';
import { filesQueues } from '../../events/queues/files.ts';
import { identityQueues } from '../../events/queues/identity.ts';
import { platformQueues } from '../../events/queues/platform.ts';
import { snsQueues } from '../../events/queues/sns.ts';
import type { QueueDefinition } from '../queue/queue.ts';

/** Every queue, each with the one worker that reads it. */
export const queues: readonly QueueDefinition[] = [
  ...platformQueues,
  ...identityQueues,
  ...snsQueues,
  ...filesQueues,
  ...companiesQueues,
];
