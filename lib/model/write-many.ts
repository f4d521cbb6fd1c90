import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { config } from '../config.ts';
import { AppError } from '../errors/app-error.ts';
import { dependencyUnavailable } from '../errors/request-errors.ts';
import type { Item, Operation } from './write.ts';

type WriteRequest = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: Item } };

const largestBatch = 25;
const parallelBatches = 4;
const maxRounds = 8;

/**
 * Puts and deletes items without conditions, 25 a request: for writes that may safely happen twice,
 * such as the entries of a timeline.
 *
 * @throws AppError `request.dependency_unavailable` when DynamoDB keeps leaving writes unprocessed
 */
export async function writeMany(operations: readonly Operation[]): Promise<void> {
  const batches: WriteRequest[][] = [];
  for (let start = 0; start < operations.length; start += largestBatch) {
    batches.push(operations.slice(start, start + largestBatch).map(toRequest));
  }
  const next = batches.values();
  const lane = async () => {
    for (const batch of next) await writeBatch(batch);
  };
  await Promise.all(Array.from({ length: parallelBatches }, lane));
}

function toRequest(operation: Operation): WriteRequest {
  const { Item, Key } = operation.params() as { Item?: Item; Key?: Item };
  if (Item) return { PutRequest: { Item } };
  if (Key) return { DeleteRequest: { Key } };
  throw new Error('Only puts and deletes can be written in batches');
}

async function writeBatch(requests: WriteRequest[]): Promise<void> {
  let rest = requests;
  for (let round = 0; rest.length > 0; round++) {
    if (round === maxRounds) {
      throw new AppError(dependencyUnavailable, { retryAfterSeconds: 1 });
    }
    if (round > 0) await pause(Math.random() * 25 * 2 ** round);
    const output = await dynamodb().send(
      new BatchWriteCommand({ RequestItems: { [config.tableName]: rest } }),
    );
    rest = (output.UnprocessedItems?.[config.tableName] ?? []) as WriteRequest[];
  }
}

/** An update that ElectroDB can send. */
export interface Update extends Operation {
  go(): Promise<unknown>;
}

const parallelUpdates = 8;

/**
 * Makes updates without conditions, one a request: for those that may safely happen twice, such as
 * adding to a set.
 */
export async function updateMany(updates: readonly Update[]): Promise<void> {
  const next = updates.values();
  const lane = async () => {
    for (const update of next) await update.go();
  };
  await Promise.all(Array.from({ length: parallelUpdates }, lane));
}
