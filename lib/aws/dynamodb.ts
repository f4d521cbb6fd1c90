import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { reportCalls } from './calls.ts';
import { clientOptions } from './client-options.ts';

let client: DynamoDBDocumentClient | undefined;

/** The process's DynamoDB client, made at first use. */
export function dynamodb(): DynamoDBDocumentClient {
  if (client === undefined) {
    const base = new DynamoDBClient(clientOptions('dynamodb'));
    base.middlewareStack.use(reportCalls('dynamodb'));
    client = DynamoDBDocumentClient.from(base, {
      marshallOptions: { removeUndefinedValues: true },
    });
  }
  return client;
}
