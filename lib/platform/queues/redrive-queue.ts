import { randomUUID } from 'node:crypto';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { sqs } from '../../aws/sqs.ts';
import { callerId } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { dependencyUnavailable } from '../../errors/request-errors.ts';
import { write } from '../../model/write.ts';
import { queueUrl } from '../../queue/enqueue.ts';
import { deadLetterQueueName, type QueueDefinition, queueName } from '../../queue/queue.ts';
import { queueNotFound } from '../errors.ts';
import { QueueRedrives } from './queue-redrives.entity.ts';
import { readCounts } from './queues.ts';

const mostMessages = 1000;
const mostMilliseconds = 6000;
const batchSize = 10;
const oneActSeconds = 600;

interface Ends {
  from: string;
  to: string;
  isFifo: boolean;
}

/**
 * Moves up to 1,000 dead letters back. A message goes to its queue before it leaves the other, so
 * that none is lost; one that is sent twice has one effect, because its id stays the same.
 *
 * @throws AppError `platform.queue_not_found`
 */
export async function redriveQueue(
  ctx: Context,
  queues: readonly QueueDefinition[],
  name: string,
): Promise<{ moved: number; remaining: number }> {
  const queue = queues.find((candidate) => queueName(candidate) === name);
  if (!queue) throw new AppError(queueNotFound);
  await noteRedrive(ctx, name);
  const deadLetters = deadLetterQueueName(queue);
  const ends: Ends = {
    from: await queueUrl(deadLetters),
    to: await queueUrl(name),
    isFifo: queue.fifo !== undefined,
  };
  const before = await readCounts(deadLetters);
  // What fails again meanwhile is left for the next call. The count is approximate: it may be late.
  const most = Math.min(mostMessages, Math.max(batchSize, before.waiting));
  const deadline = performance.now() + mostMilliseconds;
  let moved = 0;
  while (moved < most && performance.now() < deadline) {
    const messages = await receive(ends, Math.min(batchSize, most - moved));
    if (messages.length === 0) break;
    moved += await move(messages, ends);
  }
  const { waiting, inFlight } = await readCounts(deadLetters);
  ctx.log.info('dead letters moved back', { queue: name, moved });
  return { moved, remaining: waiting + inFlight };
}

/** Calls that follow each other are one act: it takes several to move very many. */
async function noteRedrive({ caller, now, commit }: Context, queue: string): Promise<void> {
  const redrive = QueueRedrives.put({
    queue,
    adminId: callerId(caller),
    redrivenAt: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + oneActSeconds,
  });
  await commit([write(redrive)], undefined);
}

async function receive({ from }: Ends, count: number): Promise<Message[]> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: count,
      MessageSystemAttributeNames: ['MessageGroupId'],
      // Long enough to send them on, short enough that the next call finds what this one left.
      VisibilityTimeout: 15,
      WaitTimeSeconds: 1,
    }),
  );
  return Messages;
}

/** Answers how many arrived and left; the others show up again where they were. */
async function move(messages: readonly Message[], { from, to, isFifo }: Ends): Promise<number> {
  const { Successful: sent = [] } = await sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: to,
      Entries: messages.map(({ Body, Attributes }, index) => ({
        Id: String(index),
        MessageBody: Body,
        MessageGroupId: Attributes?.MessageGroupId,
        // Its own would be taken for the first sending, if that was within five minutes.
        ...(isFifo && { MessageDeduplicationId: randomUUID() }),
      })),
    }),
  );
  if (sent.length === 0) throw new AppError(dependencyUnavailable);
  const { Successful: deleted = [] } = await sqs().send(
    new DeleteMessageBatchCommand({
      QueueUrl: from,
      Entries: sent.map(({ Id }) => ({
        Id,
        ReceiptHandle: messages[Number(Id)]?.ReceiptHandle,
      })),
    }),
  );
  return deleted.length;
}
