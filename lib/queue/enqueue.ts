import { setTimeout as pause } from 'node:timers/promises';
import {
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { sqs } from '../aws/sqs.ts';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable } from '../errors/request-errors.ts';
import { currentTrace } from '../trace.ts';
import { type Draft, type Envelope, toEnvelope } from './message.ts';
import { type QueueDefinition, queueName } from './queue.ts';

const urls = new Map<string, Promise<string>>();

/** URL of a queue by its name without prefix, asked once per container. */
export function queueUrl(name: string): Promise<string> {
  let url = urls.get(name);
  if (!url) {
    url = sqs()
      .send(new GetQueueUrlCommand({ QueueName: `${config.queuePrefix}${name}` }))
      .then(({ QueueUrl }) => QueueUrl as string);
    url.catch(() => urls.delete(name));
    urls.set(name, url);
  }
  return url;
}

const largestBatch = 10;
/** Of the bodies of a batch; SQS takes a mebibyte with all that is around them. */
const largestBatchBytes = 1_000_000;
const maxRounds = 5;

/**
 * Sends commands to a worker. Equal ids are one command to its effect, so a sender that may run
 * twice passes ids that it would make again.
 */
export async function enqueue(
  queue: QueueDefinition,
  drafts: readonly (Draft & { id: string })[],
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  const about = { actor, time: now, correlationId: currentTrace()?.correlationId };
  const envelopes = drafts.map((draft) => toEnvelope(draft, { id: draft.id, ...about }));
  await sendEnvelopes(queue, envelopes);
}

/**
 * Sends messages to a queue, ten a request or fewer that are as large as one takes.
 *
 * @throws AppError `request.dependency_unavailable` when SQS keeps refusing some of them
 */
export async function sendEnvelopes(
  queue: QueueDefinition,
  envelopes: readonly Envelope[],
): Promise<void> {
  const entries = envelopes.map((message, index) => toEntry(queue, message, index));
  for (const batch of batchesOf(entries)) await sendBatch(queue, batch);
}

/** As many together as SQS takes: an event can be as large as what it tells of. */
function batchesOf(entries: readonly SendMessageBatchRequestEntry[]) {
  const batches: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody ?? '');
    const last = batches.at(-1);
    if (last && last.length < largestBatch && bytes + size <= largestBatchBytes) {
      last.push(entry);
      bytes += size;
    } else {
      batches.push([entry]);
      bytes = size;
    }
  }
  return batches;
}

async function sendBatch(
  queue: QueueDefinition,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<void> {
  const QueueUrl = await queueUrl(queueName(queue));
  let rest = [...entries];
  for (let round = 0; rest.length > 0; round++) {
    if (round === maxRounds) {
      throw new AppError(dependencyUnavailable, { retryAfterSeconds: 1 });
    }
    if (round > 0) await pause(Math.random() * 50 * 2 ** round);
    const { Failed = [] } = await sqs().send(
      new SendMessageBatchCommand({ QueueUrl, Entries: rest }),
    );
    const failed = new Set(Failed.map(({ Id }) => Id));
    rest = rest.filter(({ Id }) => failed.has(Id));
  }
}

/** JSON as SQS takes it whatever the text: of some characters it would refuse the whole batch. */
const asciiJson = (value: unknown) =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function toEntry(
  { fifo, tenantOf }: QueueDefinition,
  message: Envelope,
  index: number,
): SendMessageBatchRequestEntry {
  return {
    Id: String(index),
    MessageBody: asciiJson(message),
    ...(tenantOf && { MessageGroupId: tenantOf(message) }),
    ...(fifo && {
      MessageGroupId: fifo.groupBy(message),
      MessageDeduplicationId: message.id.slice(-128),
    }),
  };
}
