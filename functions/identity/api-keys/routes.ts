import * as z from 'zod';
import { freshSignInRequired } from '../../../lib/auth/errors.ts';
import { companyNotFound } from '../../../lib/companies/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import {
  apiKeyView,
  createApiKeyInput,
  newApiKeyView,
} from '../../../lib/identity/api-keys/schema.ts';
import { apiKeyNotFound, scopeNotHeld, tooManyApiKeys } from '../../../lib/identity/errors.ts';
import { tokenQueryInput } from '../../../lib/identity/sessions/schema.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { exampleRefreshToken } from '../shared.ts';

const exampleApiKey = {
  id: exampleId('apiKey'),
  name: 'Nightly report',
  prefix: `moa_prod_${exampleId('apiKey').slice(4)}`,
  scopes: ['posts:read', 'crm:read'],
  expiresAt: '2036-11-21T09:00:00.000Z',
  createdAt: '2026-11-21T09:00:00.000Z',
};

export const createApiKey = defineRoute({
  id: 'identity.createApiKey',
  method: 'POST',
  path: '/v1/auth/api-keys',
  summary: 'Create an API key',
  description:
    'The key acts for its owner within its scopes, which are at most those of the caller; `metrics:read` is for administrators. The key is shown in this answer alone, and the owner is notified by mail. An account can have several keys, so that one can replace another. A key with `companyId` acts with your present role in that company, and nowhere else. Requires a sign-in within the last ten minutes.',
  auth: { scopes: ['account'], credential: 'session' },
  body: createApiKeyInput,
  idempotent: true,
  responses: { 201: newApiKeyView },
  errors: [companyNotFound, freshSignInRequired, scopeNotHeld, tooManyApiKeys],
  examples: {
    body: {
      name: 'Nightly report',
      scopes: ['posts:read', 'crm:read'],
      expiresAt: '2036-11-21T09:00:00.000Z',
    },
    response: { ...exampleApiKey, key: `${exampleApiKey.prefix}_${'x'.repeat(43)}` },
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const listApiKeys = defineRoute({
  id: 'identity.listApiKeys',
  method: 'GET',
  path: '/v1/auth/api-keys',
  summary: 'List your API keys',
  auth: { scopes: ['account'] },
  paginated: true,
  responses: { 200: pageOf(apiKeyView) },
  errors: [],
  examples: {
    response: {
      items: [{ ...exampleApiKey, lastUsedAt: '2026-11-21T10:00:00.000Z' }],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'] },
});

export const deleteApiKey = defineRoute({
  id: 'identity.deleteApiKey',
  method: 'DELETE',
  path: '/v1/auth/api-keys/{keyId}',
  summary: 'Delete an API key',
  description: 'It stops working within five seconds.',
  auth: { scopes: ['account'] },
  params: z.strictObject({ keyId: id('apiKey') }),
  responses: { 204: { description: 'The key is deleted' } },
  errors: [apiKeyNotFound],
  examples: { params: { keyId: exampleId('apiKey') } },
  needs: { dynamodb: ['DeleteItem', 'UpdateItem'] },
});

export const revokeToken = defineRoute({
  id: 'identity.revokeToken',
  method: 'POST',
  path: '/v1/auth/revoke',
  summary: 'Revoke a token (RFC 7009)',
  description:
    'Ends the session of your own access or refresh token, or your API key; a key with the scope `admin` may revoke those of anybody. Anything else is answered the same and changes nothing.',
  auth: { scopes: ['account'], credential: 'api_key' },
  body: tokenQueryInput,
  form: true,
  responses: { 200: { description: 'The token is not honoured, or not any more' } },
  errors: [],
  examples: { body: { token: exampleRefreshToken } },
  needs: {
    dynamodb: ['GetItem', 'DeleteItem', 'UpdateItem', 'PutItem'],
    secrets: ['refresh-token-key'],
  },
});
