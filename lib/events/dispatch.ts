import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { sqs } from '../aws/sqs.ts';
import type { Origin } from '../caller.ts';
import { createLog } from '../log.ts';
import { metrics } from '../metrics.ts';
import type { Item } from '../model/write.ts';
import { queueUrl, sendEnvelopes } from '../queue/enqueue.ts';
import { type Envelope, toEnvelope } from '../queue/message.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import { traced } from '../trace.ts';
import type { ChangeRule } from './change.ts';

/**
 * Makes the Lambda function that turns the table's stream into messages. When a queue cannot be
 * reached, all is given back and comes again. A change that a rule fails at would fail for ever and
 * hold up everything behind it: it is counted and goes to `deadLetters` at once, as an event that this function
 * takes again when the rule is mended.
 *
 * @param id Of the function.
 * @param deadLetters Name of the queue without prefix.
 */
export function dispatch(
  id: string,
  rules: readonly ChangeRule[],
  queues: readonly QueueDefinition[],
  deadLetters: string,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  const ruleOf = new Map(rules.map((rule) => [rule.entityName, rule]));
  const subscribers = new Map<string, QueueDefinition[]>();
  for (const queue of queues) {
    for (const { type } of queue.subscribes) {
      subscribers.set(type, [...(subscribers.get(type) ?? []), queue]);
    }
  }
  return async ({ Records }) => {
    const log = createLog({ function: 'dispatch' });
    const perQueue = new Map<QueueDefinition, Envelope[]>();
    const untellable: DynamoDBRecord[] = [];
    for (const record of Records) {
      try {
        for (const event of eventsOf(record, ruleOf)) {
          for (const queue of subscribers.get(event.type) ?? []) {
            perQueue.set(queue, [...(perQueue.get(queue) ?? []), event]);
          }
        }
      } catch (error) {
        log.error('a change could not be told', { error, eventId: record.eventID });
        untellable.push(record);
      }
    }
    if (untellable.length > 0)
      metrics('stream', { function: id }, { untoldChanges: untellable.length });
    const [first] = Records;
    try {
      await traced({ functionId: id, requestId: `stream:${first?.eventID}` }, () =>
        Promise.all([
          ...[...perQueue].map(([queue, events]) => sendEnvelopes(queue, events)),
          ...untellable.map((record) => park(deadLetters, record)),
        ]),
      );
      return { batchItemFailures: [] };
    } catch (error) {
      log.error('events could not be sent', { error });
      return { batchItemFailures: [{ itemIdentifier: first?.dynamodb?.SequenceNumber ?? '' }] };
    }
  };
}

async function park(deadLetters: string, record: DynamoDBRecord): Promise<void> {
  const MessageBody = JSON.stringify({ Records: [record] });
  await sqs().send(new SendMessageCommand({ QueueUrl: await queueUrl(deadLetters), MessageBody }));
}

function eventsOf(record: DynamoDBRecord, ruleOf: Map<string, ChangeRule>): Envelope[] {
  if (record.userIdentity?.type === 'Service') return [];
  const before = imageOf(record.dynamodb?.OldImage);
  const after = imageOf(record.dynamodb?.NewImage);
  const rule = ruleOf.get(String((after ?? before)?.__edb_e__));
  if (!rule) return [];
  const writtenBy = (after ?? before)?.writtenBy;
  const actor = typeof writtenBy === 'string' ? writtenBy : 'unknown';
  // What was removed tells who wrote it, and in which request: not who removed it.
  const correlationId = after?.correlationId;
  const request = typeof correlationId === 'string' ? { correlationId } : {};
  const origin = (after?.writtenFrom ?? {}) as Origin;
  const seconds = record.dynamodb?.ApproximateCreationDateTime;
  const time = seconds === undefined ? new Date() : new Date(seconds * 1000);
  return rule
    .toEvents(before, after)
    .map((draft, index) =>
      toEnvelope(draft, { id: `${record.eventID}.${index}`, actor, origin, time, ...request }),
    );
}

function imageOf(image: Record<string, unknown> | undefined): Item | undefined {
  return image && unmarshall(image as Record<string, AttributeValue>);
}
