/** What browsers of the allowed origins (`CORS_ORIGINS`) may send and read: the gateway answers it. */
export const cors = {
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'x-api-key',
    'x-request-id',
  ],
  exposeHeaders: [
    'etag',
    'idempotency-replayed',
    'link',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'www-authenticate',
    'x-request-id',
  ],
  maxAgeSeconds: 3600,
} as const;

/** What the pages of those origins may do with objects, by the links that they are given. */
export const bucketCors = {
  methods: ['GET', 'HEAD', 'POST', 'PUT'],
  headers: ['*'],
  exposedHeaders: ['ETag', 'Content-Range', 'Content-Disposition'],
} as const;
