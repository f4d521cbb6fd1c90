import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { reportCalls } from './calls.ts';
import { clientOptions } from './client-options.ts';

/**
 * Parts of the SDK that take a tenth of a call and do nothing here: one copies input and output for a
 * logger that there is not, the other spells out for each request what the SDK is called.
 */
const needless = ['loggerMiddleware', 'getUserAgentMiddleware'];

let client: DynamoDBDocumentClient | undefined;

/** The process's DynamoDB client, made at first use. */
export function dynamodb(): DynamoDBDocumentClient {
  if (client === undefined) {
    const base = new DynamoDBClient(clientOptions('dynamodb'));
    base.middlewareStack.use(reportCalls('dynamodb'));
    for (const name of needless) base.middlewareStack.remove(name);
    client = DynamoDBDocumentClient.from(base, {
      marshallOptions: { removeUndefinedValues: true },
    });
  }
  return client;
}
