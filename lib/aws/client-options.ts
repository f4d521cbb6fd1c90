import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { config } from '../config.ts';

export type AwsService = 'dynamodb' | 's3' | 'ses' | 'sqs' | 'ssm';

/** Milliseconds that one attempt may take. */
export const timeouts = {
  connectionTimeout: 1000,
  requestTimeout: 2500,
  // Without this the SDK only logs a request that takes too long.
  throwOnRequestTimeout: true,
} as const;

type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

export type RequestHandlers = Partial<Record<AwsService, RequestHandler>>;

let requestHandlers: RequestHandlers = {};

/** Has clients that are made from now on ask these services by other means than sockets. */
export function useRequestHandlers(handlers: RequestHandlers): void {
  requestHandlers = handlers;
}

/**
 * Options of every client: a dependency that hangs costs an attempt two and a half seconds, and all
 * attempts together less than the ten seconds in which a route must answer.
 */
export function clientOptions(service: AwsService) {
  const endpoint = service === 'ssm' ? undefined : config.endpoints[service];
  return {
    maxAttempts: 3,
    region: config.region,
    requestHandler: requestHandlers[service] ?? timeouts,
    ...(endpoint && { endpoint }),
  };
}
