import { defineErrors } from '../errors/define-errors.ts';

/** What any route can answer; each route's own errors stand in its domain's table. */
export const httpErrors = {
  ...defineErrors('request', {
    invalid: {
      status: 400,
      title: 'The request is not valid',
      fix: 'Change what `errors` names; each entry tells the place and the rule.',
    },
    malformed_json: {
      status: 400,
      title: 'The body is not valid JSON',
      fix: 'Send UTF-8 JSON, nested at most 32 levels deep, without duplicate or reserved keys.',
    },
    invalid_cursor: {
      status: 400,
      title: 'The cursor is not valid here',
      fix: 'Use `nextCursor` of the page before, unchanged, with the same route, filters and caller; start again without a cursor when it is older than a day.',
    },
    invalid_idempotency_key: {
      status: 400,
      title: 'The idempotency key is not valid',
      fix: 'Send 1–255 visible ASCII characters in `Idempotency-Key`; a UUID is a good choice.',
    },
    route_not_found: {
      status: 404,
      title: 'There is no such route',
      fix: 'Compare method and path with `/openapi.json`.',
    },
    idempotency_in_progress: {
      status: 409,
      title: 'The first request with this idempotency key is still running',
      fix: 'Repeat the request after the seconds in `Retry-After`.',
    },
    version_mismatch: {
      status: 412,
      title: 'The object has changed since you read it',
      fix: 'Read it again, apply your change to what it says now, and send its new `ETag` in `If-Match`.',
    },
    too_large: {
      status: 413,
      title: 'The body is too large',
      fix: 'Send at most 1 MB; larger content goes through `POST /v1/files`.',
    },
    unsupported_media_type: {
      status: 415,
      title: 'The content type is not supported',
      fix: 'Send `Content-Type: application/json`, without `Content-Encoding`.',
    },
    idempotency_key_reused: {
      status: 422,
      title: 'The idempotency key was used with another request',
      fix: 'Use a new key for each new request; repeat a key only with the same body.',
    },
    precondition_required: {
      status: 428,
      title: 'The request must name the version it changes',
      fix: 'Send the `ETag` of the object you read in `If-Match`.',
    },
    headers_too_large: {
      status: 431,
      title: 'The headers are too large',
      fix: 'Send at most 10 KB of path, query and headers together.',
    },
    rate_limited: {
      status: 429,
      title: 'Too many requests',
      fix: 'Wait for the seconds in `Retry-After`, then slow down to what `RateLimit-Policy` says.',
    },
    internal: {
      status: 500,
      title: 'Something went wrong on our side',
      fix: 'Repeat the request; when it goes on, report the `requestId`.',
    },
    dependency_unavailable: {
      status: 503,
      title: 'Something this request depends on is down',
      fix: 'Repeat the request after the seconds in `Retry-After`; use the same idempotency key.',
    },
  }),
  ...defineErrors('auth', {
    credentials_missing: {
      status: 401,
      title: 'Credentials are missing',
      fix: 'Send `Authorization: Bearer <access token>`, from `POST /v1/auth/login`, or `X-Api-Key: <API key>`.',
    },
    credentials_ambiguous: {
      status: 400,
      title: 'Two kinds of credentials were sent',
      fix: 'Send either `Authorization` or `X-Api-Key`.',
    },
    token_invalid: {
      status: 401,
      title: 'The access token is not valid',
      fix: 'Get a new one by `POST /v1/auth/refresh`, or sign in again.',
    },
    api_key_invalid: {
      status: 401,
      title: 'The API key is not valid',
      fix: 'Check it, and whether it was deleted or has expired; make another by `POST /v1/auth/api-keys`.',
    },
    session_required: {
      status: 403,
      title: 'This takes a sign-in, not an API key',
      fix: 'Sign in by `POST /v1/auth/login` and send the access token.',
    },
    api_key_required: {
      status: 403,
      title: 'This takes an API key, not an access token',
      fix: 'Make a key by `POST /v1/auth/api-keys` and send it as `X-Api-Key`.',
    },
    scope_missing: {
      status: 403,
      title: 'The credentials lack a scope',
      fix: 'Use credentials that carry the scope that `detail` names.',
    },
    role_missing: {
      status: 403,
      title: 'Your role does not allow this',
      fix: 'Ask somebody with the role that `detail` names.',
    },
  }),
} as const;
