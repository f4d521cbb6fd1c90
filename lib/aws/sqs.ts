import { SQSClient } from '@aws-sdk/client-sqs';
import { reportCalls } from './calls.ts';
import { clientOptions } from './client-options.ts';

let client: SQSClient | undefined;

/** The process's SQS client, made at first use. */
export function sqs(): SQSClient {
  if (client === undefined) {
    // An explicit endpoint also keeps the SDK from following the host in a queue's URL.
    client = new SQSClient(clientOptions('sqs'));
    client.middlewareStack.use(reportCalls('sqs'));
  }
  return client;
}
