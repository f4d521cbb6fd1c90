import { SQSClient } from '@aws-sdk/client-sqs';
import { config } from '../config.ts';
import { reportCalls } from './calls.ts';
import { clientDefaults } from './deadline.ts';

let client: SQSClient | undefined;

/** The process's SQS client, made at first use. */
export function sqs(): SQSClient {
  if (client === undefined) {
    client = new SQSClient({
      ...clientDefaults,
      region: config.region,
      // An explicit endpoint also keeps the SDK from following the host in a queue's URL.
      ...(config.endpoints.sqs && { endpoint: config.endpoints.sqs }),
    });
    client.middlewareStack.use(reportCalls('sqs'));
  }
  return client;
}
