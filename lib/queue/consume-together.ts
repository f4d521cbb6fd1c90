import type { Context as LambdaContext, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { SystemCaller } from '../caller.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { createLog } from '../log.ts';
import { metrics } from '../metrics.ts';
import { transactionsOf } from '../model/commit.ts';
import { traced } from '../trace.ts';
import { type AnyMessageOf, definitionsOf, idsOf, messageIn } from './consume.ts';
import type { Envelope } from './message.ts';
import { type QueueDefinition, queueName } from './queue.ts';

/** Milliseconds until the function is ended. */
export type TimeLeft = () => number;

/** The function of such a worker, which heeds how long it may run. */
export type GroupWorkerHandler = (
  event: SQSEvent,
  context: Pick<LambdaContext, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** Messages that wait for others of their key come back rather than begin with less than this left. */
const leastMilliseconds = 10_000;

/** What a worker does with messages that concern one thing. */
export interface GroupConsumer<Q extends QueueDefinition> {
  /** Messages of a batch with the same key are worked on together. */
  keyOf: (message: AnyMessageOf<Q>) => string;
  /**
   * Rejects when it is not done, and the messages come back. It happens more than once, and in any
   * order: `ctx.commit` is no record of it, so what it does must come to the same each time.
   */
  act: (
    ctx: Context<SystemCaller>,
    messages: readonly AnyMessageOf<Q>[],
    timeLeft: TimeLeft,
  ) => Promise<unknown>;
}

interface Received {
  record: SQSRecord;
  message: Envelope;
}

/**
 * Makes the Lambda function of a queue whose worker makes one write of what many messages ask of one
 * item, so that an item that very many change at once stays within what an item takes. A message that
 * comes again is worked on alone, after the others of its key and not beside them: one that cannot be
 * done fails no other for good, and they do not contend.
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
): GroupWorkerHandler {
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
    metrics('worker', { queue: name }, { messages: 1, failures: 1 });
    const receives = record.attributes.ApproximateReceiveCount;
    logOf(record).error('message failed', { error, receives });
  };

  const logOf = (record: SQSRecord) =>
    createLog({ queue: name, sqsMessageId: record.messageId, ...idsOf(record) });

  const work = async (group: readonly Received[], timeLeft: TimeLeft): Promise<boolean> => {
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
      ...transactionsOf({ caller, now: time }),
    };
    const messages = group.map(({ message }) => message as AnyMessageOf<Q>);
    const { id: requestId, correlationid: correlationId } = first.message;
    try {
      await traced({ functionId: queue.id, requestId, correlationId }, () =>
        act(ctx, messages, timeLeft),
      );
    } catch (error) {
      for (const { record } of group) failed(record, error);
      return false;
    }
    const milliseconds = Math.round(performance.now() - startedAt);
    for (const { record } of group) {
      metrics('worker', { queue: name }, { messages: 1, failures: 0, milliseconds });
      logOf(record).info('message', { milliseconds, together: group.length });
    }
    return true;
  };

  /** Works on groups of one key one after another; answers the records that are done. */
  const workInTurn = async (
    groups: readonly (readonly Received[])[],
    timeLeft: TimeLeft,
  ): Promise<SQSRecord[]> => {
    const done: SQSRecord[] = [];
    for (const [index, group] of groups.entries()) {
      const records = group.map(({ record }) => record);
      if (index > 0 && timeLeft() < leastMilliseconds) {
        for (const record of records) failed(record, new Error('No time is left to begin with it'));
      } else if (await work(group, timeLeft)) {
        done.push(...records);
      }
    }
    return done;
  };

  return async ({ Records }, lambda) => {
    const timeLeft = () => lambda.getRemainingTimeInMillis();
    const received = Records.map(read).filter((one) => one !== undefined);
    const keys = Map.groupBy(received, ({ message }) => keyOf(message as AnyMessageOf<Q>));
    const run = { functionId: queue.id, requestId: `batch:${Records[0]?.messageId}` };
    const results = await traced(run, () =>
      Promise.all([...keys.values()].map((own) => workInTurn(groupsOf(own), timeLeft))),
    );
    const done = new Set(results.flat());
    return {
      batchItemFailures: Records.filter((record) => !done.has(record)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    };
  };
}

/** What is worked on together of the messages of one key: those that come first, and each other alone. */
function groupsOf(received: readonly Received[]): (readonly Received[])[] {
  const isFirst = ({ record }: Received) => Number(record.attributes.ApproximateReceiveCount) <= 1;
  const first = received.filter(isFirst);
  const again = received.filter((one) => !isFirst(one)).map((one) => [one]);
  return first.length > 0 ? [first, ...again] : again;
}
