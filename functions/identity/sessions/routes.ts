import * as z from 'zod';
import {
  accountSuspended,
  refreshTokenInvalid,
  sessionNotFound,
} from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import {
  introspectionView,
  refreshInput,
  sessionView,
  tokenQueryInput,
  tokensView,
} from '../../../lib/identity/sessions/schema.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import {
  endSessionsNeeds,
  exampleRefreshToken,
  exampleSession,
  exampleTokens,
  perSource,
} from '../shared.ts';

export const refresh = defineRoute({
  id: 'identity.refresh',
  method: 'POST',
  path: '/v1/auth/refresh',
  summary: 'Refresh an access token',
  description:
    'Each refresh token gives one next token. Repeating the request within ten seconds gives the same one, so that a lost answer or several tabs do no harm; using a token again later ends the session.',
  auth: 'public',
  body: refreshInput,
  rateLimits: [perSource(60, 120)],
  responses: { 200: tokensView },
  errors: [refreshTokenInvalid, accountSuspended],
  examples: { body: { refreshToken: exampleRefreshToken }, response: exampleTokens },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'],
    secrets: ['signing-keys', 'refresh-token-key'],
  },
});

export const logout = defineRoute({
  id: 'identity.logout',
  method: 'POST',
  path: '/v1/auth/logout',
  summary: 'Log out of this session',
  description: 'Ends refresh at once and access within five seconds.',
  auth: { scopes: ['account'], credential: 'session' },
  responses: { 204: { description: 'Signed out' } },
  errors: [],
  examples: {},
  needs: { dynamodb: ['DeleteItem', 'UpdateItem', 'PutItem'] },
});

export const logoutAll = defineRoute({
  id: 'identity.logoutAll',
  method: 'POST',
  path: '/v1/auth/logout-all',
  summary: 'Log out of all sessions',
  description: 'Ends refresh on all devices at once, and access within five seconds.',
  auth: { scopes: ['account'] },
  responses: { 204: { description: 'Signed out' } },
  errors: [],
  examples: {},
  needs: { dynamodb: endSessionsNeeds },
});

export const listSessions = defineRoute({
  id: 'identity.listSessions',
  method: 'GET',
  path: '/v1/auth/sessions',
  summary: 'List your sessions',
  description: 'Sorted by the latest sign-in. `current` marks the session of this request.',
  auth: { scopes: ['account'], credential: 'session' },
  paginated: true,
  responses: { 200: pageOf(sessionView) },
  errors: [],
  examples: { response: { items: [exampleSession], nextCursor: null } },
  needs: { dynamodb: ['Query'] },
});

export const deleteSession = defineRoute({
  id: 'identity.deleteSession',
  method: 'DELETE',
  path: '/v1/auth/sessions/{sessionId}',
  summary: 'Revoke a session',
  description: 'Ends refresh there at once and access within five seconds.',
  auth: { scopes: ['account'] },
  params: z.strictObject({ sessionId: id('session') }),
  responses: { 204: { description: 'Signed out there' } },
  errors: [sessionNotFound],
  examples: { params: { sessionId: exampleId('session') } },
  needs: { dynamodb: ['DeleteItem', 'UpdateItem', 'PutItem'] },
});

export const introspectToken = defineRoute({
  id: 'identity.introspectToken',
  method: 'POST',
  path: '/v1/auth/introspect',
  summary: 'Introspect a token (RFC 7662)',
  description:
    'Takes your own access tokens, refresh tokens and API keys; a key with the scope `admin` may introspect those of anybody. Anything else is answered as not active.',
  auth: { scopes: ['account'], credential: 'api_key' },
  body: tokenQueryInput,
  form: true,
  // Who guards something by it asks for each request that comes there.
  rateLimits: [
    { name: 'account', by: 'account', perContainer: true, perMinute: 1200, burst: 2400 },
  ],
  responses: { 200: introspectionView },
  errors: [],
  examples: {
    body: { token: exampleRefreshToken },
    response: {
      active: true,
      client_id: 'moa',
      sub: exampleId('user'),
      iss: 'https://api.moa.example',
      sid: exampleId('session'),
      exp: 1795254000,
    },
  },
  needs: { dynamodb: ['GetItem'], secrets: ['refresh-token-key'] },
});
