import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scanTable } from '../invariants/scan-table.ts';
import { violationsOf } from '../invariants/violations.ts';
import type { Journal } from './journal.ts';
import type { Stack } from './stack.ts';

/** Looks whether all that must hold for the whole table does; nothing may write meanwhile. */
export async function checkTable(stack: Stack, journal: Journal): Promise<void> {
  const { endpoint, tableName } = await stack.table();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  try {
    const items = await scanTable(client, tableName);
    for (const violation of violationsOf(items, { inTurn: false })) {
      journal.report('violated', violation);
    }
  } finally {
    client.destroy();
  }
}
