import type { Context } from '../../context.ts';
import type { Operation } from '../../model/write.ts';
import { writeMany } from '../../model/write-many.ts';
import { deadLetterQueueName, type QueueDefinition, queueName } from '../../queue/queue.ts';
import { QueueBacklogs } from './queue-backlogs.entity.ts';
import { readCounts } from './queues.ts';
import type { QueueView } from './schema.ts';

/**
 * Every queue with what waits in it now. SQS tells how old the oldest message is in CloudWatch alone, so
 * that it is kept here since when a queue was seen with messages: it is never asked for nothing.
 */
export async function listQueues(
  ctx: Context,
  queues: readonly QueueDefinition[],
): Promise<{ items: QueueView[] }> {
  const [since, seen] = await Promise.all([readBacklogs(), Promise.all(queues.map(readDepths))]);
  const now = ctx.now.toISOString();
  await writeMany(
    seen.flatMap(({ queue, depth }): Operation[] => {
      if (depth > 0 && !since.has(queue)) return [QueueBacklogs.put({ queue, since: now })];
      if (depth === 0 && since.has(queue)) return [QueueBacklogs.delete({ queue })];
      return [];
    }),
  );
  const secondsSince = (time: string) => Math.max(0, (ctx.now.getTime() - Date.parse(time)) / 1000);
  return {
    items: seen.map((item) => ({
      ...item,
      backlogSeconds: item.depth > 0 ? secondsSince(since.get(item.queue) ?? now) : null,
    })),
  };
}

async function readBacklogs(): Promise<Map<string, string>> {
  const { data } = await QueueBacklogs.query.backlogs({}).go({ pages: 'all', consistent: true });
  return new Map(data.map(({ queue, since }) => [queue, since]));
}

async function readDepths(queue: QueueDefinition): Promise<Omit<QueueView, 'backlogSeconds'>> {
  const [own, dead] = await Promise.all([
    readCounts(queueName(queue)),
    readCounts(deadLetterQueueName(queue)),
  ]);
  return {
    queue: queueName(queue),
    summary: queue.summary,
    depth: own.waiting,
    inFlight: own.inFlight,
    deadLetters: dead.waiting + dead.inFlight,
  };
}
