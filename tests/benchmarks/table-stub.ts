import { createServer } from 'node:http';
import { crc32 } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/*
 * A process that answers as DynamoDB would of a table with a few items that nothing changes: so that
 * the work of the service is no part of what is measured. It is sent the items, and sends its port.
 */

type Item = Record<string, AttributeValue>;

const items = new Map<string, Item>();

const nameOf = ({ pk, sk }: Item) => JSON.stringify([pk?.S, sk?.S]);

interface Input {
  TableName: string;
  ReturnConsumedCapacity?: string;
  Key: Item;
  RequestItems: Record<string, { Keys: Item[] }>;
  ExpressionAttributeValues: Item;
  ScanIndexForward?: boolean;
  Limit?: number;
  TransactItems: unknown[];
}

const operations: Record<string, (input: Input) => object> = {
  GetItem: ({ Key }) => ({ Item: items.get(nameOf(Key)) }),
  BatchGetItem: ({ RequestItems }) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [
        table,
        Keys.map((key) => items.get(nameOf(key))).filter((item) => item !== undefined),
      ]),
    ),
    UnprocessedKeys: {},
  }),
  Query: ({ ExpressionAttributeValues: values, ScanIndexForward = true, Limit = 1000 }) => {
    const [pk, sk = ''] = Object.values(values).map(({ S }) => S);
    const found = [...items.values()]
      .filter((item) => item.pk?.S === pk && item.sk?.S?.startsWith(sk))
      .toSorted((one, other) => (String(one.sk?.S) < String(other.sk?.S) ? -1 : 1));
    const ordered = ScanIndexForward ? found : found.reverse();
    const page = ordered.slice(0, Limit);
    const last = page.at(-1);
    return {
      Items: page,
      Count: page.length,
      ScannedCount: page.length,
      ...(last &&
        ordered.length > page.length && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }),
    };
  },
  TransactWriteItems: () => ({}),
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input = JSON.parse(Buffer.concat(chunks).toString()) as Input;
    const answer = operations[operation]?.(input);
    if (!answer) throw new Error(`${operation} is not among what a benchmark does`);
    const capacity = {
      ConsumedCapacity:
        'TableName' in input ? { TableName: input.TableName, CapacityUnits: 1 } : [],
    };
    const body = Buffer.from(
      JSON.stringify({ ...answer, ...(input.ReturnConsumedCapacity && capacity) }),
    );
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': body.length,
      'x-amzn-requestid': 'TFC6ICRAGJ7C2GMJO9EOOD5OIFVV4KQNSO5AEMVJF66Q9ASUAAJG',
      'x-amz-crc32': String(crc32(body)),
    });
    response.end(body);
  });
});

process.on('message', (stored: Item[]) => {
  for (const item of stored) items.set(nameOf(item), item);
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : undefined);
  });
});
process.on('disconnect', () => process.exit());
