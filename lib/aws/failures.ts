import { causesOf } from '../errors/causes.ts';

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
  return causesOf(error).some((cause) => {
    const { name, code, $metadata, $fault } = cause as ServiceError;
    if (transient.has(name) || (code !== undefined && transientCodes.has(code))) return true;
    return $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500;
  });
}
