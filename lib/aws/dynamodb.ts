import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { config } from '../config.ts';
import { reportCalls } from './calls.ts';
import { clientDefaults } from './deadline.ts';

let client: DynamoDBDocumentClient | undefined;

/** The process's DynamoDB client, made at first use. */
export function dynamodb(): DynamoDBDocumentClient {
  if (client === undefined) {
    const base = new DynamoDBClient({
      ...clientDefaults,
      region: config.region,
      ...(config.endpoints.dynamodb && { endpoint: config.endpoints.dynamodb }),
    });
    base.middlewareStack.use(reportCalls('dynamodb'));
    client = DynamoDBDocumentClient.from(base, {
      marshallOptions: { removeUndefinedValues: true },
    });
  }
  return client;
}
