import { config } from '../config.ts';
import { type AwsService, maxAttempts, requestHandlerOf } from './request-handlers.ts';

/**
 * Options of every client: a dependency that hangs costs an attempt two and a half seconds, and all
 * attempts together less than the ten seconds in which a route must answer.
 */
export function clientOptions(service: AwsService) {
  const endpoint = config.endpoints[service];
  return {
    maxAttempts,
    region: config.region,
    requestHandler: requestHandlerOf(service),
    ...(endpoint && { endpoint }),
  };
}
