import { defineQueue } from '../../lib/queue/queue.ts';
import { auditedMessages } from '../audited-messages.ts';

export const recordAudit = defineQueue({
  id: 'platform.recordAudit',
  summary: 'Keep for administrators who did what to which account, post or file',
  subscribes: auditedMessages,
  accepts: [],
  timeoutSeconds: 20,
  batchSize: 10,
  outsideEffect: 'none',
  needs: { dynamodb: ['BatchWriteItem'] },
});

/** The queues of this domain's workers. */
export const platformQueues = [recordAudit] as const;
