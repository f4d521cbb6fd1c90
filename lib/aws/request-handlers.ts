import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Those with a client of the SDK. */
export type AwsService = 'dynamodb' | 's3' | 'ses' | 'sqs';

type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

export const maxAttempts = 3;

/** Milliseconds that one attempt may take. */
export const timeouts = {
  connectionTimeout: 1000,
  requestTimeout: 2500,
  // Without this the SDK only logs a request that takes too long.
  throwOnRequestTimeout: true,
} as const;

let handlers: Partial<Record<AwsService, RequestHandler>> = {};

/** Has clients that are made from now on ask these services by other means than sockets. */
export function useRequestHandlers(others: Partial<Record<AwsService, RequestHandler>>): void {
  handlers = others;
}

export const requestHandlerOf = (service: AwsService): RequestHandler =>
  handlers[service] ?? timeouts;
