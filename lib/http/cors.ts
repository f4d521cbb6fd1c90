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

/** What the pages of those origins may do with objects, by the links and forms that they are given. */
export const bucketCors = {
  methods: { upload: ['POST', 'PUT'], download: ['GET', 'HEAD'] },
  /**
   * A page comes to a download over a redirection by the API, after which a browser calls its origin
   * `null`. The link alone decides who may have what is there.
   */
  downloadOrigins: ['*'],
  headers: ['*'],
  exposedHeaders: ['ETag', 'Content-Range', 'Content-Disposition'],
} as const;
