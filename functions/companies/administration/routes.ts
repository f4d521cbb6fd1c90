import {
  administerCompanyInput,
  listCompaniesQuery,
} from '../../../lib/companies/administration/schema.ts';
import { companyClosed, companyNotFound, tooManyMembers } from '../../../lib/companies/errors.ts';
import { companyView, exampleCompany } from '../../../lib/companies/records/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { userNotFound } from '../../../lib/identity/errors.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { companyParams, exampleCompanyParams, numberTaken } from '../shared.ts';

const { role: _, ...exampleForAdmins } = exampleCompany;

export const listCompanies = defineRoute({
  id: 'companies.listCompanies',
  method: 'GET',
  path: '/v1/admin/companies',
  summary: 'List and search companies as an administrator',
  description: 'By name, or all of them, the newest first.',
  auth: { role: 'admin' },
  query: listCompaniesQuery,
  paginated: true,
  responses: { 200: pageOf(companyView) },
  errors: [],
  examples: {
    query: { query: '별빛' },
    response: { items: [exampleForAdmins], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem', 'Query'] },
});

export const administerCompany = defineRoute({
  id: 'companies.administerCompany',
  method: 'PATCH',
  path: '/v1/admin/companies/{companyId}',
  summary: 'Suspend or reactivate a company, or give it an owner',
  description:
    'A suspended company can be read and not changed. `active` on a closed one reopens it, with its numbers, unless another has them now. `ownerId` makes that user an owner.',
  auth: { role: 'admin' },
  params: companyParams,
  body: administerCompanyInput,
  responses: { 200: companyView },
  errors: [companyNotFound, companyClosed, ...numberTaken, userNotFound, tooManyMembers],
  examples: {
    params: exampleCompanyParams,
    body: { status: 'suspended', reason: 'Sold fake tickets' },
    response: {
      ...exampleForAdmins,
      status: 'suspended',
      statusReason: 'Sold fake tickets',
      version: 2,
    },
  },
  needs: { dynamodb: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
});
