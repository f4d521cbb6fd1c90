import { queueName } from '../../lib/queue/queue.ts';
import { queues } from '../../lib/registry/queues.ts';

export const queueNames = queues.map(queueName);

export const html = 'text/html; charset=utf-8';
