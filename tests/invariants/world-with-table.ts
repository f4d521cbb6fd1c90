import { randomInt } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { config } from '../../lib/config.ts';
import type { Item } from '../../lib/model/write.ts';
import { testRun } from '../support/test-run.ts';
import { createWorld, type World } from '../support/world.ts';
import { scanTable } from './scan-table.ts';

/** A world of its own in process, and what is in its table. */
export async function createWorldWithTable(
  env: Readonly<Record<string, string>> = {},
): Promise<{ world: World; scan: () => Promise<Item[]> }> {
  const tableName = `${config.tableName}-${randomInt(2 ** 40)}`;
  const own = { TABLE_NAME: tableName, QUEUE_PREFIX: `${tableName}-` };
  const client = new DynamoDBClient({
    endpoint: testRun().addresses.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    world: await createWorld({ env: { ...own, ...env } }),
    scan: () => scanTable(client, tableName),
  };
}
