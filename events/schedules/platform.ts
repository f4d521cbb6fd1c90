import { defineTask } from '../../lib/cron/task.ts';
import { deadLetterQueueName, queueName } from '../../lib/queue/queue.ts';
import { queues } from '../queues.ts';

export const measureQueues = defineTask({
  id: 'platform.measureQueues',
  summary: 'Measure how much waits in every queue, for how long, and what failed',
  schedule: 'rate(1 minute)',
  zone: 'UTC',
  timeoutSeconds: 30,
  needs: {
    dynamodb: ['Query', 'BatchWriteItem'],
    queueDepth: queues.flatMap((queue) => [queueName(queue), deadLetterQueueName(queue)]),
  },
});

/** The scheduled tasks of this domain. */
export const platformTasks = [measureQueues] as const;
