import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { ownUserView, userView } from '../../../lib/identity/accounts/schema.ts';
import { handleTaken, userNotFound } from '../../../lib/identity/errors.ts';
import {
  searchUsersQuery,
  updateMeInput,
  userReference,
} from '../../../lib/identity/profiles/schema.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { exampleMe, exampleUser } from '../shared.ts';

export const getMe = defineRoute({
  id: 'identity.getMe',
  method: 'GET',
  path: '/v1/users/me',
  summary: 'Get your own profile',
  auth: { scopes: ['account'] },
  responses: { 200: ownUserView },
  errors: [userNotFound],
  examples: { response: exampleMe },
  needs: { dynamodb: ['BatchGetItem'] },
});

export const searchUsers = defineRoute({
  id: 'identity.searchUsers',
  method: 'GET',
  path: '/v1/users',
  summary: 'Search users by name or handle',
  description:
    'Case, width, accents and half-typed syllables make no difference. Each user comes once, in the order of the word that begins so.',
  auth: { scopes: ['users:read'] },
  query: searchUsersQuery,
  paginated: true,
  // Enough to search with every letter that is typed, too little to list everybody.
  rateLimits: [{ name: 'account', by: 'account', perMinute: 60, burst: 120 }],
  responses: { 200: pageOf(userView) },
  errors: [],
  examples: { query: { query: 'kim' }, response: { items: [exampleUser], nextCursor: null } },
  needs: { dynamodb: ['Query', 'BatchGetItem'] },
});

export const updateMe = defineRoute({
  id: 'identity.updateMe',
  method: 'PATCH',
  path: '/v1/users/me',
  summary: 'Update your own profile',
  auth: { scopes: ['account'] },
  body: updateMeInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: ownUserView },
  errors: [userNotFound, handleTaken],
  examples: {
    body: { bio: 'Tea and tests' },
    response: { ...exampleMe, bio: 'Tea and tests', version: 2 },
  },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', 'PutItem', 'DeleteItem'] },
});

export const getUser = defineRoute({
  id: 'identity.getUser',
  method: 'GET',
  path: '/v1/users/{userId}',
  summary: 'Get a user by id or @handle',
  auth: { scopes: ['users:read'] },
  params: z.strictObject({ userId: userReference }),
  responses: { 200: userView },
  errors: [userNotFound],
  examples: {
    params: { userId: '@kim' },
    response: {
      ...exampleUser,
      relationship: {
        userId: exampleId('user'),
        following: true,
        requested: false,
        followedBy: false,
        blocking: false,
        muting: false,
      },
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'] },
});
