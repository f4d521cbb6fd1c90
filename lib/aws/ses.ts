import { SESClient } from '@aws-sdk/client-ses';
import { reportCalls } from './calls.ts';
import { clientOptions } from './client-options.ts';

let client: SESClient | undefined;

/** The process's SES client, made at first use. */
export function ses(): SESClient {
  if (client === undefined) {
    client = new SESClient({
      ...clientOptions('ses'),
      // SES has no idempotency token: a retry after a lost reply would send the mail twice.
      maxAttempts: 1,
    });
    client.middlewareStack.use(reportCalls('ses'));
  }
  return client;
}
