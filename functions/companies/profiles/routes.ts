import { memberNotFound } from '../../../lib/companies/errors.ts';
import { profileView, updateProfileInput } from '../../../lib/companies/profiles/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { exampleMemberParams, memberParams, readsAs, writesAs } from '../shared.ts';

const exampleProfile = {
  firstName: '유나',
  lastName: '남궁',
  fullName: '남궁유나',
  jobRole: '수석 연구원',
  workEmail: 'yuna@example.com',
  phone: '02-600-1234',
  version: 2,
};

export const getMemberProfile = defineRoute({
  id: 'companies.getMemberProfile',
  method: 'GET',
  path: '/v1/companies/{companyId}/members/{userId}/profile',
  summary: 'Get the profile of a member in a company',
  auth: readsAs('viewer'),
  params: memberParams,
  responses: { 200: profileView },
  errors: [memberNotFound],
  examples: { params: exampleMemberParams, response: exampleProfile },
  needs: { dynamodb: ['GetItem'] },
});

export const updateMemberProfile = defineRoute({
  id: 'companies.updateMemberProfile',
  method: 'PATCH',
  path: '/v1/companies/{companyId}/members/{userId}/profile',
  summary: 'Update the profile of a member in a company',
  description:
    'Members change their own, admins everybody’s. `fullName` is made of both names as they are written: 남궁유나, Yuna Namgung. `null` removes a field.',
  auth: { ...writesAs('admin'), orOneself: true },
  params: memberParams,
  body: updateProfileInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: profileView },
  errors: [memberNotFound],
  examples: {
    params: exampleMemberParams,
    body: { firstName: '유나', lastName: '남궁' },
    response: exampleProfile,
  },
  needs: { dynamodb: ['GetItem', 'UpdateItem'] },
});
