import { SESClient } from '@aws-sdk/client-ses';
import { config } from '../config.ts';
import { reportCalls } from './calls.ts';
import { clientDefaults } from './deadline.ts';

let client: SESClient | undefined;

/** The process's SES client, made at first use. */
export function ses(): SESClient {
  if (client === undefined) {
    client = new SESClient({
      ...clientDefaults,
      // SES has no idempotency token: a retry after a lost reply would send the mail twice.
      maxAttempts: 1,
      region: config.region,
      ...(config.endpoints.ses && { endpoint: config.endpoints.ses }),
    });
    client.middlewareStack.use(reportCalls('ses'));
  }
  return client;
}
