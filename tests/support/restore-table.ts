import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue, DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Checkpoint } from '../../lib/local/checkpoints.ts';
import type { StreamSource } from '../../lib/local/stream-source.ts';
import { tableDefinition } from '../../lib/model/table.ts';
import type { Item } from '../../lib/model/write.ts';
import { scanTable } from '../invariants/scan-table.ts';
import { writeItems } from './write-items.ts';

const keyNames = tableDefinition.KeySchema.map(({ AttributeName }) => AttributeName);
const readSize = 1000;

/** Leaves a table with just these items. Making another table would take far longer. */
export async function replaceItems(
  client: DynamoDBClient,
  tableName: string,
  items: readonly Item[],
): Promise<void> {
  const present = byKey(await scanTable(client, tableName));
  const wanted = byKey(items);
  const requests: WriteRequest[] = [];
  for (const [key, item] of present) {
    if (!wanted.has(key)) requests.push({ DeleteRequest: { Key: keyOf(item) } });
  }
  for (const [key, item] of wanted) {
    if (isDeepStrictEqual(present.get(key), item)) continue;
    requests.push({ PutRequest: { Item: marshall(item) } });
  }
  await writeItems(client, tableName, requests);
}

const keyOf = (item: Item): Record<string, AttributeValue> =>
  marshall(Object.fromEntries(keyNames.map((name) => [name, item[name]])));

const byKey = (items: readonly Item[]) =>
  new Map(items.map((item) => [JSON.stringify(keyNames.map((name) => item[name])), item]));

/** Where a stream ends, found from a place that it has passed; from its beginning unless said. */
export async function endOfStream(source: StreamSource, from?: Checkpoint): Promise<Checkpoint> {
  const shards: Checkpoint['shards'] = {};
  for (const { id } of await source.shards()) {
    const end = await endOfShard(source, id, from?.shards[id]);
    if (end !== undefined) shards[id] = end;
  }
  return { streamArn: source.arn, shards };
}

/** The number of the last record, `null` when none will follow, nothing when there is none. */
async function endOfShard(
  source: StreamSource,
  id: string,
  from: string | null | undefined,
): Promise<string | null | undefined> {
  if (from === null) return null;
  let last = from;
  for (;;) {
    const iterator = await source.open(id, last === undefined ? 'beginning' : { after: last });
    const page = await source.read(iterator, readSize);
    if (page === 'expired') continue;
    if (page.next === undefined) return null;
    if (page.records.length === 0) return last;
    last = page.records.at(-1)?.dynamodb?.SequenceNumber;
  }
}
