import { randomInt } from 'node:crypto';
import {
  DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { config } from '../../lib/config.ts';
import type { Item, Operation } from '../../lib/model/write.ts';
import { openApi } from '../support/api.ts';
import { openClients } from '../support/clients.ts';
import { bucketNameOf } from '../support/test-run.ts';
import { type World, worldOf } from '../support/world.ts';
import { scanTable } from './scan-table.ts';

/** Worlds that share a table of their own in process, and what is in it. */
export async function createWorldsWithTable(env: Readonly<Record<string, string>> = {}): Promise<{
  newWorld: () => World;
  scan: () => Promise<Item[]>;
  /** Makes an update past the API. */
  update: (operation: Operation) => Promise<unknown>;
}> {
  const tableName = `${config.tableName}-${randomInt(2 ** 40)}`;
  const own = {
    TABLE_NAME: tableName,
    QUEUE_PREFIX: `${tableName}-`,
    BUCKET_NAME: bucketNameOf(tableName),
  };
  const api = await openApi({ env: { ...own, ...env } });
  const { dynamodb: client } = openClients();
  const documents = DynamoDBDocumentClient.from(client);
  return {
    newWorld: () => worldOf(api),
    scan: () => scanTable(client, tableName),
    update: (operation) => {
      const parameters = operation.params() as UpdateCommandInput;
      return documents.send(new UpdateCommand({ ...parameters, TableName: tableName }));
    },
  };
}
