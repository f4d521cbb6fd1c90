import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { streamViewType, tableDefinition, timeToLiveAttribute } from '../model/table.ts';

/**
 * Makes the table when it is missing, waits until it can be used and answers its stream's ARN.
 *
 * @throws Error when it exists without a stream
 */
export async function ensureTable(client: DynamoDBClient, TableName: string): Promise<string> {
  let made = true;
  try {
    await client.send(
      new CreateTableCommand({
        ...tableDefinition,
        TableName,
        StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    made = false;
  }
  let { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus !== 'ACTIVE') {
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
    ({ Table } = await client.send(new DescribeTableCommand({ TableName })));
  }
  if (made) {
    const setting = { Enabled: true, AttributeName: timeToLiveAttribute };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: setting }));
  }
  if (!Table?.LatestStreamArn) throw new Error(`The table ${TableName} has no stream`);
  return Table.LatestStreamArn;
}
