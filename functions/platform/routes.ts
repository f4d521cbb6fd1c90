import * as z from 'zod';
import { queues } from '../../events/queues.ts';
import { defineRoute } from '../../lib/http/route.ts';
import { auditEntryView, auditQuery } from '../../lib/platform/audit/schema.ts';
import { openidConfiguration, serverMetadata } from '../../lib/platform/discovery/schema.ts';
import { health, keySet } from '../../lib/platform/health/schema.ts';
import { queueView, redriveView } from '../../lib/platform/queues/schema.ts';
import { deadLetterQueueName, queueName } from '../../lib/queue/queue.ts';
import { pageOf } from '../../lib/schema/page.ts';

const queueNames = queues.map(queueName);
const html = 'text/html; charset=utf-8';
const openApiFile = 'functions/platform/openapi.generated.json';

const exampleIssuer = 'https://api.moa.example';
const exampleMetadata = {
  issuer: exampleIssuer,
  jwks_uri: `${exampleIssuer}/.well-known/jwks.json`,
  token_endpoint: `${exampleIssuer}/v1/auth/refresh`,
  token_endpoint_auth_methods_supported: ['none'],
  introspection_endpoint: 'https://api.moa.example/v1/auth/introspect',
  introspection_endpoint_auth_methods_supported: ['api_key'],
  revocation_endpoint: 'https://api.moa.example/v1/auth/revoke',
  revocation_endpoint_auth_methods_supported: ['api_key'],
  grant_types_supported: ['refresh_token'],
  response_types_supported: [],
  scopes_supported: ['account', 'posts:read', 'posts:write'],
  service_documentation: `${exampleIssuer}/docs`,
};

export const ping = defineRoute({
  id: 'platform.ping',
  method: 'GET',
  path: '/ping',
  alsoHead: true,
  summary: 'Tell that the API answers',
  auth: 'public',
  responses: { 200: z.object({ message: z.literal('pong') }) },
  errors: [],
  examples: { response: { message: 'pong' } },
  needs: {},
});

export const getHealth = defineRoute({
  id: 'platform.getHealth',
  method: 'GET',
  path: '/health',
  alsoHead: true,
  summary: 'Tell whether each dependency works',
  description: 'Each dependency has two seconds to answer.',
  auth: 'public',
  responses: { 200: health, 503: health },
  errors: [],
  examples: {
    response: {
      status: 'up',
      build: '3f9c2ab',
      dependencies: { table: 'up', queues: 'up', bucket: 'up', secrets: 'up' },
    },
  },
  needs: {
    dynamodb: ['GetItem'],
    queueDepth: queueNames.slice(0, 1),
    bucket: ['ListBucket'],
    secrets: ['verification-keys'],
  },
});

export const getOpenapi = defineRoute({
  id: 'platform.getOpenapi',
  method: 'GET',
  path: '/openapi.json',
  alsoHead: true,
  summary: 'Read this API as an OpenAPI 3.1 document',
  auth: 'public',
  responses: { 200: { description: 'The OpenAPI document', contentType: 'application/json' } },
  errors: [],
  examples: {},
  needs: {},
  files: [openApiFile],
});

export const getRoot = defineRoute({
  id: 'platform.getRoot',
  method: 'GET',
  path: '/',
  summary: 'Be led to the reference',
  auth: 'public',
  responses: { 302: { description: 'The reference is at `Location`.' } },
  errors: [],
  examples: {},
  needs: {},
});

export const getDocs = defineRoute({
  id: 'platform.getDocs',
  method: 'GET',
  path: '/docs',
  alsoHead: true,
  summary: 'Browse the reference and call the API from it',
  auth: 'public',
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getDocsAsset = defineRoute({
  id: 'platform.getDocsAsset',
  method: 'GET',
  path: '/docs/assets/{file}',
  summary: 'Read a script, style or picture of the documentation',
  auth: 'public',
  params: z.strictObject({
    file: z.string().min(1).max(64).meta({ description: 'Name of the file' }),
  }),
  query: z.strictObject({
    v: z.string().min(1).max(64).optional().meta({
      description: 'Build that the page came from; with it the answer can be kept for ever',
    }),
  }),
  responses: { 200: { description: 'The file, in its own media type', contentType: '*/*' } },
  errors: ['platform.asset_not_found'],
  examples: { params: { file: 'moa.css' } },
  needs: {},
  files: [
    'functions/platform/assets/*',
    'node_modules/swagger-ui-dist/swagger-ui-bundle.js',
    'node_modules/swagger-ui-dist/swagger-ui.css',
  ],
  // Compressing the largest file takes most of a second with less.
  memoryMb: 1024,
});

export const listErrors = defineRoute({
  id: 'platform.listErrors',
  method: 'GET',
  path: '/docs/errors',
  summary: 'Browse every error code',
  auth: 'public',
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getError = defineRoute({
  id: 'platform.getError',
  method: 'GET',
  path: '/docs/errors/{code}',
  summary: 'Read what an error code means, what to do, and which routes answer it',
  auth: 'public',
  params: z.strictObject({
    code: z.string().min(1).max(100).meta({ description: '`code` of the error' }),
  }),
  responses: { 200: { description: 'A page', contentType: html } },
  errors: ['platform.error_code_not_found'],
  examples: { params: { code: 'request.invalid' } },
  needs: {},
  files: [openApiFile],
});

/** Anything of a length that a token can have: the page itself says what is wrong with another. */
const accountPageQuery = z.strictObject({
  token: z.string().max(4096).optional().meta({
    description: 'From the mail; the script of the page reads it, the server does not',
  }),
});

const accountPageDescription =
  'Where the link of a mail leads unless `webUrl` names a web client. In Korean or English, by `Accept-Language`.';

export const getVerifyEmailPage = defineRoute({
  id: 'platform.getVerifyEmailPage',
  method: 'GET',
  path: '/verify-email',
  summary: 'Verify an address on a page',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getResetPasswordPage = defineRoute({
  id: 'platform.getResetPasswordPage',
  method: 'GET',
  path: '/reset-password',
  summary: 'Set a new password on a page',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getUndoPasswordChangePage = defineRoute({
  id: 'platform.getUndoPasswordChangePage',
  method: 'GET',
  path: '/undo-password-change',
  summary: 'Replace on a page a password that somebody else set',
  description: accountPageDescription,
  auth: 'public',
  query: accountPageQuery,
  responses: { 200: { description: 'A page', contentType: html } },
  errors: [],
  examples: {},
  needs: {},
});

export const getJwks = defineRoute({
  id: 'platform.getJwks',
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'Read the public keys that verify access tokens',
  auth: 'public',
  responses: { 200: keySet },
  errors: [],
  examples: {
    response: {
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          kid: 'key-2026-11-21',
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    },
  },
  needs: { secrets: ['verification-keys'] },
});

export const getServerMetadata = defineRoute({
  id: 'platform.getServerMetadata',
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  summary: 'Discover the authorization server (RFC 8414)',
  description: 'The token endpoint takes and answers JSON as its own documentation says.',
  auth: 'public',
  responses: { 200: serverMetadata },
  errors: [],
  examples: { response: exampleMetadata },
  needs: {},
});

export const getOpenidConfiguration = defineRoute({
  id: 'platform.getOpenidConfiguration',
  method: 'GET',
  path: '/.well-known/openid-configuration',
  summary: 'Discover the issuer as OpenID Connect clients do',
  description: 'Verifiers find the keys here; ID tokens are not issued.',
  auth: 'public',
  responses: { 200: openidConfiguration },
  errors: [],
  examples: {
    response: {
      ...exampleMetadata,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
    },
  },
  needs: {},
});

export const listQueues = defineRoute({
  id: 'platform.listQueues',
  method: 'GET',
  path: '/v1/admin/queues',
  summary: 'List the queues with what waits and what failed',
  auth: { role: 'admin' },
  responses: { 200: z.object({ items: z.array(queueView) }) },
  errors: [],
  examples: {
    response: {
      items: [
        {
          queue: 'fan-out-post',
          summary: 'Put a new post into the timelines of its author’s followers',
          depth: 12,
          inFlight: 10,
          backlogSeconds: 48,
          deadLetters: 1,
        },
      ],
    },
  },
  needs: {
    dynamodb: ['Query', 'BatchWriteItem'],
    queueDepth: [...queueNames, ...queues.map(deadLetterQueueName)],
  },
});

export const redriveQueue = defineRoute({
  id: 'platform.redriveQueue',
  method: 'POST',
  path: '/v1/admin/queues/{queue}/redrive',
  summary: 'Move messages that failed back into their queue',
  description:
    'Moves up to 1,000 messages a call; repeat it while `remaining` is not 0. A message that is moved twice still has one effect.',
  auth: { role: 'admin' },
  params: z.strictObject({
    queue: z.string().min(1).max(80).meta({ description: 'Name of the queue' }),
  }),
  responses: { 200: redriveView },
  errors: ['platform.queue_not_found'],
  examples: { params: { queue: 'fan-out-post' }, response: { moved: 3, remaining: 0 } },
  needs: {
    dynamodb: ['PutItem'],
    redrive: queueNames,
    queueDepth: queues.map(deadLetterQueueName),
  },
});

export const routeNotFound = defineRoute({
  id: 'platform.routeNotFound',
  method: 'ANY',
  path: '$default',
  summary: 'Answer 404 where there is no route',
  auth: 'public',
  query: z.looseObject({}),
  responses: {},
  errors: ['request.route_not_found'],
  examples: {},
  needs: {},
});

export const listAuditEntries = defineRoute({
  id: 'platform.listAuditEntries',
  method: 'GET',
  path: '/v1/admin/audit',
  summary: 'List who did what to which account, post or file',
  description:
    'The newest first; `from` is included, `to` is not. An act appears within seconds, and is kept for 400 days. A page may have fewer entries than `limit`, or none, and yet a `nextCursor`: ask on until that is `null`.',
  auth: { role: 'admin' },
  query: auditQuery,
  paginated: true,
  responses: { 200: pageOf(auditEntryView) },
  errors: [],
  examples: {
    query: { action: 'user.updated' },
    response: {
      items: [
        {
          id: 'evt_01jd3v9k2m4n5p6q7r8s9t0v1w',
          at: '2026-11-21T09:00:00.000Z',
          actorId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
          actorIp: '203.0.113.7',
          action: 'user.updated',
          objectType: 'user',
          objectId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x',
          userId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x',
          requestId: '8a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b',
          before: { status: 'active' },
          after: { status: 'suspended' },
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query'], indexes: ['gsi1', 'gsi2'] },
});
