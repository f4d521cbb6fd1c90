import * as z from 'zod';
import {
  alreadyMember,
  companyClosed,
  companySuspended,
  invitationEnded,
  invitationEndedAlready,
  invitationForOtherAddress,
  invitationNotFound,
  invitationPending,
  roleAboveOwn,
  tooManyMembers,
} from '../../../lib/companies/errors.ts';
import {
  createInvitationInput,
  exampleInvitation,
  exampleNewMember,
  invitationView,
  listInvitationsQuery,
  newMemberView,
  openedInvitationView,
} from '../../../lib/companies/invitations/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { token } from '../../../lib/identity/accounts/schema.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { companyParams, exampleCompanyParams, readsAs, writesAs } from '../shared.ts';

const invitationParams = companyParams.extend({ invitationId: id('invitation') });
const exampleInvitationParams = {
  ...exampleCompanyParams,
  invitationId: exampleId('invitation'),
};

const tokenParams = z.strictObject({
  token: token.meta({ description: 'From the mail', example: 'x'.repeat(43) }),
});

const exampleTokenParams = { token: 'x'.repeat(43) };

export const createInvitation = defineRoute({
  id: 'companies.createInvitation',
  method: 'POST',
  path: '/v1/companies/{companyId}/invitations',
  summary: 'Invite somebody to a company',
  description:
    'Mails a link that works once and for seven days, whether or not the address has an account. Nobody invites to a role above their own.',
  auth: writesAs('admin'),
  params: companyParams,
  body: createInvitationInput,
  idempotent: true,
  rateLimits: [{ name: 'company', by: 'company', perMinute: 1, burst: 60 }],
  responses: { 201: invitationView },
  errors: [roleAboveOwn, alreadyMember, invitationPending],
  examples: {
    params: exampleCompanyParams,
    body: { email: 'lee@example.com', role: 'member' },
    response: exampleInvitation,
  },
  needs: { dynamodb: ['BatchGetItem', 'PutItem', 'ConditionCheckItem'] },
});

export const listInvitations = defineRoute({
  id: 'companies.listInvitations',
  method: 'GET',
  path: '/v1/companies/{companyId}/invitations',
  summary: 'List the invitations of a company',
  auth: readsAs('admin'),
  params: companyParams,
  query: listInvitationsQuery,
  paginated: true,
  responses: { 200: pageOf(invitationView) },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    response: { items: [exampleInvitation], nextCursor: null },
  },
  needs: { dynamodb: ['Query'] },
});

export const resendInvitation = defineRoute({
  id: 'companies.resendInvitation',
  method: 'POST',
  path: '/v1/companies/{companyId}/invitations/{invitationId}/resend',
  summary: 'Send an invitation again',
  description:
    'With another token and seven more days; the link in the mail before is dead. It stands by your rights from now on.',
  auth: writesAs('admin'),
  params: invitationParams,
  idempotent: true,
  rateLimits: [{ name: 'invitation', by: 'object', perMinute: 0.05, burst: 3 }],
  responses: { 200: invitationView },
  errors: [
    invitationNotFound,
    invitationEndedAlready,
    invitationPending,
    alreadyMember,
    roleAboveOwn,
  ],
  examples: { params: exampleInvitationParams, response: exampleInvitation },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
});

export const revokeInvitation = defineRoute({
  id: 'companies.revokeInvitation',
  method: 'DELETE',
  path: '/v1/companies/{companyId}/invitations/{invitationId}',
  summary: 'Revoke an invitation',
  description: 'One that has ended stays as it is.',
  auth: writesAs('admin'),
  params: invitationParams,
  responses: { 204: { description: 'The invitation has ended.' } },
  errors: [invitationNotFound, roleAboveOwn],
  examples: { params: exampleInvitationParams },
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'] },
});

export const getInvitation = defineRoute({
  id: 'companies.getInvitation',
  method: 'GET',
  path: '/v1/invitations/{token}',
  summary: 'Look at an invitation by its token',
  description: 'For the page to which the mail leads.',
  auth: 'public',
  params: tokenParams,
  rateLimits: [{ name: 'source', by: 'source', perMinute: 60, burst: 60 }],
  responses: { 200: openedInvitationView },
  errors: [invitationNotFound, invitationEnded],
  examples: {
    params: exampleTokenParams,
    response: {
      companyName: '별빛전자',
      role: 'member',
      email: 'lee@example.com',
      status: 'pending',
      expiresAt: '2026-11-28T09:00:00.000Z',
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem'] },
});

export const acceptInvitation = defineRoute({
  id: 'companies.acceptInvitation',
  method: 'POST',
  path: '/v1/invitations/{token}/accept',
  summary: 'Accept an invitation',
  description:
    'Takes the account with the address that was invited; with another, the token stays good.',
  auth: { scopes: ['account'] },
  params: tokenParams,
  idempotent: true,
  responses: { 200: newMemberView },
  errors: [
    invitationNotFound,
    invitationEnded,
    invitationForOtherAddress,
    companyClosed,
    companySuspended,
    alreadyMember,
    tooManyMembers,
  ],
  examples: { params: exampleTokenParams, response: exampleNewMember },
  needs: {
    dynamodb: [
      ...(['GetItem', 'BatchGetItem'] as const),
      ...(['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] as const),
    ],
  },
});
