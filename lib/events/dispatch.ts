import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { recordingCalls } from '../aws/calls.ts';
import { createLog } from '../log.ts';
import type { Item } from '../model/write.ts';
import { sendEnvelopes } from '../queue/enqueue.ts';
import { type Envelope, toEnvelope } from '../queue/message.ts';
import type { QueueDefinition } from '../queue/queue.ts';
import type { ChangeRule } from './change.ts';

/**
 * Makes the Lambda function that turns the table's stream into messages. A failure gives back the
 * record it happened at and all after it; Lambda bisects and parks what goes on failing.
 */
export function dispatch(
  rules: readonly ChangeRule[],
  queues: readonly QueueDefinition[],
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  const ruleOf = new Map(rules.map((rule) => [rule.entityName, rule]));
  const subscribers = new Map<string, QueueDefinition[]>();
  for (const queue of queues) {
    for (const { type } of queue.subscribes) {
      subscribers.set(type, [...(subscribers.get(type) ?? []), queue]);
    }
  }
  return async ({ Records }) => {
    const perQueue = new Map<QueueDefinition, Envelope[]>();
    for (const record of Records) {
      for (const event of eventsOf(record, ruleOf)) {
        for (const queue of subscribers.get(event.type) ?? []) {
          perQueue.set(queue, [...(perQueue.get(queue) ?? []), event]);
        }
      }
    }
    const [first] = Records;
    try {
      await recordingCalls(`stream:${first?.eventID}`, () =>
        Promise.all([...perQueue].map(([queue, events]) => sendEnvelopes(queue, events))),
      );
      return { batchItemFailures: [] };
    } catch (error) {
      createLog({ function: 'dispatch' }).error('events could not be sent', { error });
      const itemIdentifier = first?.dynamodb?.SequenceNumber ?? '';
      return { batchItemFailures: [{ itemIdentifier }] };
    }
  };
}

function eventsOf(record: DynamoDBRecord, ruleOf: Map<string, ChangeRule>): Envelope[] {
  if (record.userIdentity?.type === 'Service') return [];
  const before = imageOf(record.dynamodb?.OldImage);
  const after = imageOf(record.dynamodb?.NewImage);
  const rule = ruleOf.get(String((after ?? before)?.__edb_e__));
  if (!rule) return [];
  const actor = String(after?.writtenBy ?? before?.writtenBy ?? 'unknown');
  const seconds = record.dynamodb?.ApproximateCreationDateTime;
  const time = seconds === undefined ? new Date() : new Date(seconds * 1000);
  return rule
    .toEvents(before, after)
    .map((draft, index) => toEnvelope(draft, { id: `${record.eventID}.${index}`, actor, time }));
}

function imageOf(image: Record<string, unknown> | undefined): Item | undefined {
  return image && unmarshall(image as Record<string, AttributeValue>);
}
