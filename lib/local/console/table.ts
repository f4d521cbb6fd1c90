import { type AttributeValue, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { ConsoleProblem, type ConsoleRoute } from './reply.ts';
import type { Stack } from './stack.ts';

const pageSize = 50;

type Key = Record<string, AttributeValue>;

const text = z.strictObject({ S: z.string().min(1) });
const tableKey = z.strictObject({ pk: text, sk: text });

/** The items of the table: all, or those of one partition. */
export const tableRoutes = ({ dynamodb, tableName }: Stack): ConsoleRoute[] => [
  [
    'GET',
    '/table',
    async ({ query }) => {
      const partition = query.get('pk');
      const cursor = query.get('cursor');
      const page = {
        TableName: tableName,
        Limit: pageSize,
        ExclusiveStartKey: cursor ? readCursor(cursor) : undefined,
      };
      const { Items = [], LastEvaluatedKey } = await (partition
        ? dynamodb.send(
            new QueryCommand({
              ...page,
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: { ':pk': { S: partition } },
            }),
          )
        : dynamodb.send(new ScanCommand(page)));
      return {
        items: Items.map((item) => unmarshall(item)),
        nextCursor: LastEvaluatedKey ? writeCursor(LastEvaluatedKey) : null,
      };
    },
  ],
];

const writeCursor = (key: Key) => Buffer.from(JSON.stringify(key)).toString('base64url');

function readCursor(cursor: string): Key {
  try {
    return tableKey.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new ConsoleProblem(400, 'invalid', 'The cursor is not of this table', { cause });
  }
}
