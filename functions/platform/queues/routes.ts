import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { queueNotFound } from '../../../lib/platform/errors.ts';
import { queueView, redriveView } from '../../../lib/platform/queues/schema.ts';
import { deadLetterQueueName } from '../../../lib/queue/queue.ts';
import { queues } from '../../../lib/registry/queues.ts';
import { queueNames } from '../shared.ts';

export const listQueues = defineRoute({
  id: 'platform.listQueues',
  method: 'GET',
  path: '/v1/admin/queues',
  summary: 'List queues and their dead-letter queues',
  auth: { role: 'admin' },
  responses: { 200: z.object({ items: z.array(queueView) }) },
  errors: [],
  examples: {
    response: {
      items: [
        {
          queue: 'fan-out-post',
          summary: 'Put a new post into the timelines of its author’s followers',
          depth: 12,
          inFlight: 10,
          backlogSeconds: 48,
          deadLetters: 1,
        },
      ],
    },
  },
  needs: {
    dynamodb: ['Query', 'BatchWriteItem'],
    queueDepth: [...queueNames, ...queues.map(deadLetterQueueName)],
  },
});

export const redriveQueue = defineRoute({
  id: 'platform.redriveQueue',
  method: 'POST',
  path: '/v1/admin/queues/{queue}/redrive',
  summary: 'Redrive a dead-letter queue',
  description:
    'Moves up to 1,000 messages a call; repeat it while `remaining` is not 0. A message that is moved twice still has one effect.',
  auth: { role: 'admin' },
  params: z.strictObject({
    queue: z.string().min(1).max(80).meta({ description: 'Name of the queue' }),
  }),
  responses: { 200: redriveView },
  errors: [queueNotFound],
  examples: { params: { queue: 'fan-out-post' }, response: { moved: 3, remaining: 0 } },
  needs: {
    dynamodb: ['PutItem'],
    redrive: queueNames,
    queueDepth: queues.map(deadLetterQueueName),
  },
});
