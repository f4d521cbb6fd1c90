import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { config } from '../../lib/config.ts';
import type { Item, Operation } from '../../lib/model/write.ts';
import { openClients } from './clients.ts';
import { writeItems } from './write-items.ts';

/**
 * Puts many items into the table of this test file, in their order. Waits as long as it takes, which
 * the functions' own client does not: on a busy machine a hundred items may take seconds.
 */
export async function putItems(operations: readonly Operation[]): Promise<void> {
  const clients = openClients();
  await writeItems(clients.dynamodb, config.tableName, operations.map(putRequest));
  clients.destroy();
}

export function putRequest(operation: Operation): WriteRequest {
  const { Item: item } = operation.params() as { Item: Item };
  return { PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } };
}
