const transient = new Set([
  'TimeoutError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TransactionInProgressException',
]);

const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

interface ServiceError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $fault?: 'client' | 'server';
}

/** Whether an error says that something we depend on is down, slow or overloaded. */
export function isDependencyFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { name, code, $metadata, $fault } = cause as ServiceError;
    if (transient.has(name) || (code !== undefined && transientCodes.has(code))) return true;
    if ($fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500) return true;
  }
  return false;
}
