import { defineError } from './define-error.ts';

// What any route can answer; each domain has its own.

export const invalidRequest = defineError('request.invalid', {
  status: 400,
  title: 'The request is not valid',
  fix: 'Change what `errors` names; each entry tells the place and the rule.',
});

export const malformedJson = defineError('request.malformed_json', {
  status: 400,
  title: 'The body is not valid JSON',
  fix: 'Send UTF-8 JSON, nested at most 32 levels deep, without duplicate or reserved keys.',
});

export const invalidCursor = defineError('request.invalid_cursor', {
  status: 400,
  title: 'The cursor is not valid here',
  fix: 'Use `nextCursor` of the page before, unchanged, with the same route, filters and caller; start again without a cursor when it is older than a day.',
});

export const invalidIdempotencyKey = defineError('request.invalid_idempotency_key', {
  status: 400,
  title: 'The idempotency key is not valid',
  fix: 'Send 1–255 visible ASCII characters in `Idempotency-Key`; a UUID is a good choice.',
});

export const noSuchRoute = defineError('request.route_not_found', {
  status: 404,
  title: 'There is no such route',
  fix: 'Compare method and path with `/openapi.json`.',
});

export const idempotencyInProgress = defineError('request.idempotency_in_progress', {
  status: 409,
  title: 'The first request with this idempotency key is still running',
  fix: 'Repeat the request after the seconds in `Retry-After`.',
});

export const versionMismatch = defineError('request.version_mismatch', {
  status: 412,
  title: 'The object has changed since you read it',
  fix: 'Read it again, apply your change to what it says now, and send its new `ETag` in `If-Match`.',
});

export const bodyTooLarge = defineError('request.too_large', {
  status: 413,
  title: 'The body is too large',
  fix: 'Send at most 1 MB; larger content goes through `POST /v1/files`.',
});

export const unsupportedMediaType = defineError('request.unsupported_media_type', {
  status: 415,
  title: 'The content type is not supported',
  fix: 'Send `Content-Type: application/json`, without `Content-Encoding`.',
});

export const idempotencyKeyReused = defineError('request.idempotency_key_reused', {
  status: 422,
  title: 'The idempotency key was used with another request',
  fix: 'Use a new key for each new request; repeat a key only with the same body.',
});

export const preconditionRequired = defineError('request.precondition_required', {
  status: 428,
  title: 'The request must name the version it changes',
  fix: 'Send the `ETag` of the object you read in `If-Match`.',
});

export const headersTooLarge = defineError('request.headers_too_large', {
  status: 431,
  title: 'The headers are too large',
  fix: 'Send at most 10 KB of path, query and headers together.',
});

export const rateLimited = defineError('request.rate_limited', {
  status: 429,
  title: 'Too many requests',
  fix: 'Wait for the seconds in `Retry-After`, then slow down to what `RateLimit-Policy` says.',
});

export const internalError = defineError('request.internal', {
  status: 500,
  title: 'Something went wrong on our side',
  fix: 'Repeat the request; when it goes on, report the `requestId`.',
});

export const dependencyUnavailable = defineError('request.dependency_unavailable', {
  status: 503,
  title: 'Something this request depends on is down',
  fix: 'Repeat the request after the seconds in `Retry-After`; use the same idempotency key.',
});
