import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { callerId, type SystemCaller } from '../auth/caller.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { createLog } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createCommit } from '../model/commit.ts';
import { traced } from '../trace.ts';
import {
  type AnyMessageOf,
  definitionsOf,
  idsOf,
  messageIn,
  type WorkerHandler,
} from './consume.ts';
import type { Envelope } from './message.ts';
import { type QueueDefinition, queueName } from './queue.ts';

/** What a worker does with messages that concern one thing. */
export interface GroupConsumer<Q extends QueueDefinition> {
  /** Messages of a batch with the same key are worked on together. */
  keyOf: (message: AnyMessageOf<Q>) => string;
  /**
   * Rejects when it is not done, and the messages come back. It happens more than once, and in any
   * order: `ctx.commit` is no record of it, so what it does must come to the same each time.
   */
  act: (ctx: Context<SystemCaller>, messages: readonly AnyMessageOf<Q>[]) => Promise<unknown>;
}

interface Received {
  record: SQSRecord;
  message: Envelope;
}

/**
 * Makes the Lambda function of a queue whose worker makes one write of what many messages ask of one
 * item, so that an item that very many change at once stays within what an item takes. A message that
 * comes again is worked on alone: one that cannot be done fails no other for good.
 *
 * @example
 * export const handler = consumeTogether(notifyUsers, {
 *   keyOf: ({ subject }) => subject,
 *   act: (ctx, messages) => notifyOf(ctx, messages),
 * });
 */
export function consumeTogether<Q extends QueueDefinition>(
  queue: Q,
  { keyOf, act }: GroupConsumer<Q>,
): WorkerHandler {
  const definitions = definitionsOf(queue);
  const name = queueName(queue);

  const read = (record: SQSRecord): Received | undefined => {
    try {
      return { record, message: messageIn(queue, definitions, record) };
    } catch (error) {
      failed(record, error);
      return undefined;
    }
  };

  const failed = (record: SQSRecord, error: unknown) => {
    metrics({ queue: name }, { messages: 1, failures: 1 });
    const receives = record.attributes.ApproximateReceiveCount;
    logOf(record).error('message failed', { error, receives });
  };

  const logOf = (record: SQSRecord) =>
    createLog({ queue: name, sqsMessageId: record.messageId, ...idsOf(record) });

  const work = async (group: readonly Received[]): Promise<boolean> => {
    const startedAt = performance.now();
    const caller: SystemCaller = { kind: 'system', name: queue.id };
    const time = now();
    const [first] = group;
    if (!first) return true;
    const ctx: Context<SystemCaller> = {
      caller,
      now: time,
      requestId: first.message.id,
      log: logOf(first.record),
      commit: createCommit({ actor: callerId(caller), now: time }),
    };
    const messages = group.map(({ message }) => message as AnyMessageOf<Q>);
    const { id: requestId, correlationid: correlationId } = first.message;
    try {
      await traced({ functionId: queue.id, requestId, correlationId }, () => act(ctx, messages));
    } catch (error) {
      for (const { record } of group) failed(record, error);
      return false;
    }
    const milliseconds = Math.round(performance.now() - startedAt);
    for (const { record } of group) {
      metrics({ queue: name }, { messages: 1, failures: 0, milliseconds });
      logOf(record).info('message', { milliseconds, together: group.length });
    }
    return true;
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const received = Records.map(read).filter((one) => one !== undefined);
    const groups = [
      ...Map.groupBy(received, ({ record, message }) => {
        const isFirst = Number(record.attributes.ApproximateReceiveCount) <= 1;
        return isFirst ? keyOf(message as AnyMessageOf<Q>) : record.messageId;
      }).values(),
    ];
    const run = { functionId: queue.id, requestId: `batch:${Records[0]?.messageId}` };
    const results = await traced(run, () => Promise.all(groups.map(work)));
    const done = new Set(
      groups.flatMap((group, index) =>
        results[index] ? group.map(({ record }) => record.messageId) : [],
      ),
    );
    return {
      batchItemFailures: Records.filter(({ messageId }) => !done.has(messageId)).map(
        ({ messageId }) => ({ itemIdentifier: messageId }),
      ),
    };
  };
}
