import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { SystemCaller } from '../caller.ts';
import { now } from '../clock.ts';
import type { Context } from '../context.ts';
import { createLog, type Log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { transactionsOf } from '../model/commit.ts';
import { traced } from '../trace.ts';
import { type Envelope, envelope, type MessageDefinition, type MessageOf } from './message.ts';
import { type QueueDefinition, queueName } from './queue.ts';

type MessageDefinitionOf<Q extends QueueDefinition> =
  | Q['subscribes'][number]
  | Q['accepts'][number];

/** Any message that a queue carries, as its consumer gets it. */
export type AnyMessageOf<Q extends QueueDefinition> =
  MessageDefinitionOf<Q> extends infer Definition
    ? Definition extends MessageDefinition
      ? MessageOf<Definition>
      : never
    : never;

/** What a worker does with each type of message that its queue carries. */
export type Consumers<Q extends QueueDefinition> = {
  [Type in MessageDefinitionOf<Q>['type']]: (
    ctx: Context<SystemCaller>,
    message: MessageOf<Extract<MessageDefinitionOf<Q>, { type: Type }>>,
  ) => Promise<unknown>;
};

export type WorkerHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** 14 days, the longest that a message can stay in a queue, and as long again in the other. */
const keepSeconds = 28 * 24 * 3600;

/**
 * Makes the Lambda function of a queue's worker. Messages that fail come back; the others do not.
 * What a consumer commits by `ctx.commit` happens once for each message id; a queue whose worker does
 * so needs `PutItem` for the record of it, and `GetItem` to find that of an earlier delivery.
 *
 * @example
 * export const handler = consume(fanOutPost, {
 *   'post.created': (ctx, { data }) => fanOutPost(ctx, data),
 * });
 */
export function consume<Q extends QueueDefinition>(
  queue: Q,
  consumers: Consumers<Q>,
): WorkerHandler {
  const definitions = definitionsOf(queue);
  const work = async (record: SQSRecord): Promise<boolean> => {
    const log = createLog({
      queue: queueName(queue),
      sqsMessageId: record.messageId,
      ...idsOf(record),
    });
    const startedAt = performance.now();
    try {
      await deliver(queue, definitions, consumers, record, log);
      const milliseconds = Math.round(performance.now() - startedAt);
      metrics('worker', { queue: queueName(queue) }, { messages: 1, failures: 0, milliseconds });
      log.info('message', { milliseconds });
      return true;
    } catch (error) {
      metrics('worker', { queue: queueName(queue) }, { messages: 1, failures: 1 });
      log.error('message failed', { error, receives: record.attributes.ApproximateReceiveCount });
      return false;
    }
  };
  const workAll = (records: SQSRecord[]) =>
    queue.fifo ? inOrder(records, work) : sideBySide(records, work);
  return async ({ Records }) => {
    // The messages of a batch share one run of the function, and its end.
    const run = { functionId: queue.id, requestId: `batch:${Records[0]?.messageId}` };
    const failed = await traced(run, () => workAll(Records));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** What a queue carries, by type. */
export const definitionsOf = (queue: QueueDefinition): ReadonlyMap<string, MessageDefinition> =>
  new Map(
    [...queue.subscribes, ...queue.accepts].map((definition) => [definition.type, definition]),
  );

/** The ids that lead a message to others' logs, as far as it can be read. */
export function idsOf({ body }: SQSRecord): {
  messageId?: string;
  correlationId?: string | undefined;
} {
  try {
    const { id, correlationid } = envelope.parse(JSON.parse(body));
    return { messageId: id, correlationId: correlationid };
  } catch {
    // Its failure is told where it is worked on.
    return {};
  }
}

async function sideBySide(
  records: SQSRecord[],
  work: (record: SQSRecord) => Promise<boolean>,
): Promise<string[]> {
  const results = await Promise.all(records.map(work));
  return records.filter((_, index) => !results[index]).map(({ messageId }) => messageId);
}

/** After a failure the rest of its group waits, so that nothing overtakes it. */
async function inOrder(
  records: SQSRecord[],
  work: (record: SQSRecord) => Promise<boolean>,
): Promise<string[]> {
  const failed: string[] = [];
  const blocked = new Set<string | undefined>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId;
    if (!blocked.has(group) && (await work(record))) continue;
    blocked.add(group);
    failed.push(record.messageId);
  }
  return failed;
}

/** The message in a record. @throws Error when the queue does not take such a message */
export function messageIn(
  queue: QueueDefinition,
  definitions: ReadonlyMap<string, MessageDefinition>,
  { body }: SQSRecord,
): Envelope {
  const message = envelope.parse(JSON.parse(body));
  const definition = definitions.get(message.type);
  if (!definition) throw new Error(`${queue.id} does not take ${message.type}`);
  if (definition.version !== message.dataversion) {
    throw new Error(`${queue.id} does not take version ${message.dataversion} of ${message.type}`);
  }
  return { ...message, data: definition.data.parse(message.data) };
}

async function deliver<Q extends QueueDefinition>(
  queue: Q,
  definitions: ReadonlyMap<string, MessageDefinition>,
  consumers: Consumers<Q>,
  record: SQSRecord,
  log: Log,
): Promise<void> {
  const message = messageIn(queue, definitions, record);
  const caller: SystemCaller = { kind: 'system', name: queue.id };
  const time = now();
  const ctx: Context<SystemCaller> = {
    caller,
    now: time,
    requestId: message.id,
    log,
    ...transactionsOf({
      caller,
      now: time,
      once: {
        scope: `message:${queue.id}`,
        key: message.id,
        fingerprint: message.type,
        keepSeconds,
        keepOutcome: false,
      },
    }),
  };
  const consumer = consumers[message.type as keyof Consumers<Q>] as (
    ctx: Context<SystemCaller>,
    message: unknown,
  ) => Promise<unknown>;
  const correlationId = message.correlationid;
  await traced({ functionId: queue.id, requestId: message.id, correlationId }, () =>
    consumer(ctx, message),
  );
}
