import {
  lastOwner,
  memberNotFound,
  ownOnlyRole,
  roleAboveOwn,
} from '../../../lib/companies/errors.ts';
import {
  exampleMember,
  listMembersQuery,
  memberView,
  updateMemberInput,
} from '../../../lib/companies/members/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import {
  companyParams,
  exampleCompanyParams,
  exampleMemberParams,
  memberParams,
  readsAs,
  writesAs,
} from '../shared.ts';

export const listMembers = defineRoute({
  id: 'companies.listMembers',
  method: 'GET',
  path: '/v1/companies/{companyId}/members',
  summary: 'List the members of a company',
  description: 'Those first who joined last. Whose account is deleted or suspended is left out.',
  auth: readsAs('viewer'),
  params: companyParams,
  query: listMembersQuery,
  paginated: true,
  responses: { 200: pageOf(memberView) },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    response: { items: [exampleMember], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem'], indexes: ['gsi1'] },
});

export const updateMember = defineRoute({
  id: 'companies.updateMember',
  method: 'PATCH',
  path: '/v1/companies/{companyId}/members/{userId}',
  summary: 'Set the role of a member',
  description:
    'Holds from their next request on. Nobody acts on a member above them, or makes anybody more than they are. `ownOnly` keeps a viewer or member to the records that are their own; a promotion ends it.',
  auth: writesAs('admin'),
  params: memberParams,
  body: updateMemberInput,
  responses: { 200: memberView },
  errors: [memberNotFound, roleAboveOwn, ownOnlyRole, lastOwner],
  examples: {
    params: exampleMemberParams,
    body: { role: 'manager' },
    response: { ...exampleMember, role: 'manager' },
  },
  needs: { dynamodb: ['UpdateItem', 'ConditionCheckItem'] },
});

export const removeMember = defineRoute({
  id: 'companies.removeMember',
  method: 'DELETE',
  path: '/v1/companies/{companyId}/members/{userId}',
  summary: 'Remove a member, or leave a company',
  description:
    'Admins remove others; everybody may leave, also a company that is closed or suspended. Access ends at once; API keys that are bound to the company, and open invitations of the member, within seconds. What they made stays the company’s.',
  auth: { ...writesAs('admin'), orOneself: true, inAnyState: true },
  params: memberParams,
  responses: { 204: { description: 'They are no member.' } },
  errors: [roleAboveOwn, lastOwner],
  examples: { params: exampleMemberParams },
  needs: { dynamodb: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] },
});
