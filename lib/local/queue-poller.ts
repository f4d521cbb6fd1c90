import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import type { QueueDefinition } from '../queue/queue.ts';
import type { Activity } from './activity.ts';
import { invoke, type LambdaFunction } from './lambda.ts';
import type { Depth, QueuePlace } from './queues.ts';

/** Feeds the worker of one queue as Lambda's event source mapping does. */
export interface QueuePoller {
  readonly place: QueuePlace;
  /** Takes the definition of a new generation. */
  redefine(definition: QueueDefinition): void;
  /**
   * Works on what a queue of this depth has to give, until it gives nothing more. Of a queue whose
   * messages are all invisible it waits a second for one that comes back.
   */
  work(depth: Depth): Promise<void>;
}

export interface QueuePollerOptions {
  client: SQSClient;
  region: string;
  place: QueuePlace;
  definition: QueueDefinition;
  lambda: (definition: QueueDefinition) => Promise<LambdaFunction>;
  activity: Activity;
  /**
   * Seconds after which a message that failed once comes back, doubled with each failure;
   * `undefined`: when its visibility ends.
   */
  visibilitySeconds: number | undefined;
  onFault: (what: string, error: unknown) => void;
  /** Stops it from receiving more. */
  signal: AbortSignal;
}

/** As many as Lambda begins with. */
const defaultConcurrency = 5;

export function createQueuePoller(options: QueuePollerOptions): QueuePoller {
  const { client, place, activity, onFault } = options;
  let { definition } = options;
  const lanes = new Set<Promise<void>>();

  const receive = async (waitSeconds: number): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: place.url,
        MaxNumberOfMessages: definition.batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  const settle = async (messages: Message[], failed: ReadonlySet<string>): Promise<void> => {
    const entry = ({ ReceiptHandle = '' }: Message, index: number) => ({
      Id: String(index),
      ReceiptHandle,
    });
    const done = messages.filter(({ MessageId = '' }) => !failed.has(MessageId)).map(entry);
    const retried = messages.filter(({ MessageId = '' }) => failed.has(MessageId));
    const { visibilitySeconds } = options;
    await Promise.all([
      done.length > 0 &&
        client.send(new DeleteMessageBatchCommand({ QueueUrl: place.url, Entries: done })),
      retried.length > 0 &&
        visibilitySeconds !== undefined &&
        client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: place.url,
            Entries: retried.map((message, index) => ({
              ...entry(message, index),
              // What a worker that died has claimed must be free again before all receives are used.
              VisibilityTimeout: visibilitySeconds * 2 ** (receivesOf(message) - 1),
            })),
          }),
        ),
    ]);
  };

  const run = async (messages: Message[]): Promise<void> => {
    const end = activity.begin();
    try {
      const Records = messages.map((message) => toRecord(message, place.arn, options.region));
      const failed = await failures(definition, options.lambda, { Records }, onFault);
      await settle(messages, failed);
    } catch (error) {
      // The messages come back when their visibility ends.
      onFault(definition.id, error);
    } finally {
      end();
    }
  };

  const runLane = async (waitSeconds: number): Promise<void> => {
    let messages = await receive(waitSeconds);
    while (messages.length > 0 && !options.signal.aborted) {
      await run(messages);
      messages = await receive(0);
    }
  };

  return {
    place,
    redefine(next) {
      definition = next;
    },
    async work({ visible }) {
      const most = definition.maxConcurrency ?? defaultConcurrency;
      const batches = Math.ceil(visible / definition.batchSize);
      // Lanes that run may be busy for long with what they have.
      const wanted = Math.max(1, Math.min(most, lanes.size + batches));
      while (lanes.size < wanted) {
        const lane: Promise<void> = runLane(visible > 0 ? 0 : 1).finally(() => lanes.delete(lane));
        lanes.add(lane);
      }
      await Promise.all(lanes);
    },
  };
}

const receivesOf = ({ Attributes }: Message) => Number(Attributes?.ApproximateReceiveCount ?? 1);

/** Ids of the messages that the worker did not do. */
async function failures(
  definition: QueueDefinition,
  lambdaOf: QueuePollerOptions['lambda'],
  event: SQSEvent,
  onFault: QueuePollerOptions['onFault'],
): Promise<ReadonlySet<string>> {
  const all = new Set(event.Records.map(({ messageId }) => messageId));
  let result: SQSBatchResponse | undefined;
  try {
    result = (await invoke(await lambdaOf(definition), event)) as SQSBatchResponse | undefined;
  } catch (error) {
    onFault(definition.id, error);
    return all;
  }
  const told = (result?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  // Lambda takes an answer that names other messages for a failure of the whole batch.
  return told.every((id) => all.has(id)) ? new Set(told) : all;
}

function toRecord(message: Message, queueArn: string, awsRegion: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    // All system attributes are asked for.
    attributes: message.Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        toMessageAttribute(value),
      ]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion,
  };
}

function toMessageAttribute(value: MessageAttributeValue): SQSMessageAttribute {
  return {
    dataType: value.DataType ?? 'String',
    stringListValues: [],
    binaryListValues: [],
    ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
    ...(value.BinaryValue && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
  };
}
