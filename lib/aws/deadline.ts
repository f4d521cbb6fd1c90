/**
 * Options of every client: a dependency that hangs costs an attempt two seconds, and all attempts
 * together less than the ten seconds in which a route must answer.
 */
export const clientDefaults = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 2500,
    // Without this the SDK only logs a request that takes too long.
    throwOnRequestTimeout: true,
  },
} as const;
