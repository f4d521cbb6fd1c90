import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { adminUserView } from '../../../lib/identity/accounts/schema.ts';
import { findUsersQuery, updateUserInput } from '../../../lib/identity/administration/schema.ts';
import { accountDeleted, lastAdmin, userNotFound } from '../../../lib/identity/errors.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { endSessionsNeeds, exampleMe } from '../shared.ts';

export const listUsers = defineRoute({
  id: 'identity.listUsers',
  method: 'GET',
  path: '/v1/admin/users',
  summary: 'List and search users as an administrator',
  description: 'In the order of their handles; all of them when nothing is asked for.',
  auth: { role: 'admin' },
  query: findUsersQuery,
  paginated: true,
  responses: { 200: pageOf(adminUserView) },
  errors: [],
  examples: { query: { query: 'kim' }, response: { items: [exampleMe], nextCursor: null } },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const updateUser = defineRoute({
  id: 'identity.updateUser',
  method: 'PATCH',
  path: '/v1/admin/users/{userId}',
  summary: 'Change the role of a user, suspend or reactivate an account',
  description:
    'A new role or a suspension ends the sessions of the user: refresh at once, access within five seconds. A suspension requires a reason. The last active administrator cannot be changed.',
  auth: { role: 'admin' },
  params: z.strictObject({ userId: id('user') }),
  body: updateUserInput,
  responses: { 200: adminUserView },
  errors: [userNotFound, lastAdmin, accountDeleted],
  examples: {
    params: { userId: exampleId('user') },
    body: { status: 'suspended', reason: 'Sold fake tickets' },
    response: {
      ...exampleMe,
      status: 'suspended',
      suspensionReason: 'Sold fake tickets',
      version: 2,
    },
  },
  needs: { dynamodb: ['BatchGetItem', 'UpdateItem', ...endSessionsNeeds] },
});
