import * as z from 'zod';
import {
  anotherIdentityLinked,
  freshSignInRequired,
  identityTaken,
  idTokenInvalid,
  lastWayIn,
  providerNotSetUp,
} from '../../../lib/auth/errors.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import {
  identityProvider,
  identityView,
  linkIdentityInput,
} from '../../../lib/identity/social/schema.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { exampleIdToken } from '../shared.ts';

const exampleIdentity = {
  provider: 'google',
  email: 'kim@example.com',
  linkedAt: '2026-11-21T09:00:00.000Z',
};

export const listIdentities = defineRoute({
  id: 'identity.listIdentities',
  method: 'GET',
  path: '/v1/auth/identities',
  summary: 'List your linked identities',
  description: 'By the name of the provider.',
  auth: { scopes: ['account'] },
  paginated: true,
  responses: { 200: pageOf(identityView) },
  errors: [],
  examples: { response: { items: [exampleIdentity], nextCursor: null } },
  needs: { dynamodb: ['GetItem'] },
});

export const linkIdentity = defineRoute({
  id: 'identity.linkIdentity',
  method: 'PUT',
  path: '/v1/auth/identities/{provider}',
  summary: 'Link a Google or Firebase identity',
  description:
    'Requires a sign-in within the last ten minutes. Only one identity of a provider can be linked: unlink the other first. The owner is notified by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ provider: identityProvider }),
  body: linkIdentityInput,
  responses: { 200: identityView },
  errors: [
    idTokenInvalid,
    providerNotSetUp,
    identityTaken,
    anotherIdentityLinked,
    freshSignInRequired,
  ],
  examples: {
    params: { provider: 'google' },
    body: { idToken: exampleIdToken },
    response: exampleIdentity,
  },
  needs: {
    dynamodb: ['BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
  },
});

export const unlinkIdentity = defineRoute({
  id: 'identity.unlinkIdentity',
  method: 'DELETE',
  path: '/v1/auth/identities/{provider}',
  summary: 'Unlink an identity',
  description:
    'Another way to sign in must remain. Nothing happens when none is linked. The owner is notified by mail.',
  auth: { scopes: ['account'], credential: 'session' },
  params: z.strictObject({ provider: identityProvider }),
  responses: { 204: { description: 'No identity of this provider signs in' } },
  errors: [lastWayIn],
  examples: { params: { provider: 'google' } },
  needs: {
    dynamodb: ['BatchGetItem', 'GetItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
  },
});
