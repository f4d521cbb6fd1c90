import {
  CreateQueueCommand,
  PurgeQueueCommand,
  QueueNameExists,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  deadLetterQueueName,
  maxReceives,
  type QueueDefinition,
  queueName,
} from '../queue/queue.ts';
import { accountId } from './http-event.ts';
import type { Network } from './network.ts';

/** Where a queue and its dead-letter queue are. */
export interface QueuePlace {
  /** Without prefix. */
  name: string;
  url: string;
  arn: string;
  deadLetterName: string;
  deadLetterUrl: string;
}

/** Depths of a queue: waiting, being worked on, and not yet due. */
export interface Depth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** A message as the queue browser shows it. */
export interface StoredMessage {
  messageId: string;
  body: string;
  sentAt: string;
  receives: number;
  state: 'ready' | 'delayed' | 'inflight';
}

interface Inspected {
  messageId: string;
  body: string;
  sentTimestamp: number;
  approximateReceiveCount: number;
}

type InFlight = { message: Inspected; receiptHandle: string };

interface Inspection {
  messages: { ready: Inspected[]; delayed: Inspected[]; inflight: InFlight[] };
}

const longestRetentionSeconds = 14 * 24 * 3600;

/** The queues of one stack on the SQS service; what was ensured once is not asked for again. */
export interface LocalQueues {
  /** Makes a queue with its dead-letter queue, with the attributes that the deployed ones have. */
  ensure(queue: Pick<QueueDefinition, 'id' | 'fifo' | 'timeoutSeconds'>): Promise<QueuePlace>;
  /** Makes a queue of its own; answers its URL. */
  ensureDeadLetters(name: string): Promise<string>;
  /** Depth of every queue by its name without prefix, in one call. */
  depths(): Promise<Map<string, Depth>>;
  /** Empties every queue. */
  purge(): Promise<void>;
  /** What is in a queue, without receiving it; `undefined` when there is no such queue. */
  messages(name: string): Promise<StoredMessage[] | undefined>;
  /** Receipt handles of messages that somebody received and neither deleted nor let go. */
  handlesInFlight(name: string): Promise<string[]>;
}

export interface QueuesPlace {
  /** Origin of the SQS service. */
  address: string;
  prefix: string;
  region: string;
  fetch?: Network['fetch'] | undefined;
}

export function openQueues(
  client: SQSClient,
  { address, prefix, region, fetch = globalThis.fetch }: QueuesPlace,
): LocalQueues {
  const made = new Map<string, { attributes: string; url: string }>();
  const ensureQueue = async (name: string, attributes: Record<string, string>) => {
    const text = JSON.stringify(attributes);
    const known = made.get(name);
    if (known?.attributes === text) return known.url;
    const url = await makeQueue(name, attributes);
    made.set(name, { attributes: text, url });
    return url;
  };
  const makeQueue = async (name: string, attributes: Record<string, string>) => {
    const QueueName = `${prefix}${name}`;
    const isFifo = name.endsWith('.fifo');
    const Attributes = { ...attributes, MessageRetentionPeriod: String(longestRetentionSeconds) };
    try {
      const { QueueUrl = '' } = await client.send(
        new CreateQueueCommand({
          QueueName,
          Attributes: { ...Attributes, ...(isFifo && { FifoQueue: 'true' }) },
        }),
      );
      return QueueUrl;
    } catch (error) {
      if (!(error instanceof QueueNameExists)) throw error;
      const QueueUrl = `${address}/${accountId}/${QueueName}`;
      await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      return QueueUrl;
    }
  };
  const depths = async () => {
    const response = await fetch(`${address}/_fauxqs/queues`);
    const listed = (await response.json()) as Record<string, string | number>[];
    const found = new Map<string, Depth>();
    for (const queue of listed) {
      const name = String(queue.name);
      if (!name.startsWith(prefix)) continue;
      found.set(name.slice(prefix.length), {
        visible: Number(queue.approximateMessageCount),
        inFlight: Number(queue.approximateInflightCount),
        delayed: Number(queue.approximateDelayedCount),
      });
    }
    return found;
  };
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${prefix}${name}`;
  // The SQS service's own view, which costs one call for all queues and disturbs no message.
  const inspect = async (name: string): Promise<Inspection['messages'] | undefined> => {
    const response = await fetch(`${address}/_fauxqs/queues/${encodeURIComponent(prefix + name)}`);
    if (response.status === 404) return undefined;
    return ((await response.json()) as Inspection).messages;
  };
  return {
    async ensure(queue) {
      const name = queueName(queue);
      const deadLetterName = deadLetterQueueName(queue);
      const deadLetterUrl = await ensureQueue(deadLetterName, {});
      const url = await ensureQueue(name, {
        VisibilityTimeout: String(6 * queue.timeoutSeconds),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: arnOf(deadLetterName),
          maxReceiveCount: maxReceives,
        }),
      });
      return { name, url, arn: arnOf(name), deadLetterName, deadLetterUrl };
    },
    ensureDeadLetters: (name) => ensureQueue(name, {}),
    depths,
    async purge() {
      const urls = [...(await depths())].flatMap(([name, { visible, inFlight, delayed }]) =>
        visible + inFlight + delayed > 0 ? [`${address}/${accountId}/${prefix}${name}`] : [],
      );
      await Promise.all(urls.map((QueueUrl) => client.send(new PurgeQueueCommand({ QueueUrl }))));
    },
    async messages(name) {
      const found = await inspect(name);
      if (!found) return undefined;
      const show = (message: Inspected, state: StoredMessage['state']): StoredMessage => ({
        messageId: message.messageId,
        body: message.body,
        sentAt: new Date(message.sentTimestamp).toISOString(),
        receives: message.approximateReceiveCount,
        state,
      });
      return [
        ...found.ready.map((message) => show(message, 'ready')),
        ...found.delayed.map((message) => show(message, 'delayed')),
        ...found.inflight.map(({ message }) => show(message, 'inflight')),
      ];
    },
    async handlesInFlight(name) {
      return ((await inspect(name))?.inflight ?? []).map(({ receiptHandle }) => receiptHandle);
    },
  };
}
