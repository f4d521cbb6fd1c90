import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';

const batchSize = 25;

/** Sends writes one batch after the other. */
export async function writeItems(
  client: DynamoDBClient,
  tableName: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  for (let start = 0; start < requests.length; start += batchSize) {
    const batch = requests.slice(start, start + batchSize);
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: batch } }));
  }
}
