import { companyNotFound } from '../../../lib/companies/errors.ts';
import {
  closeCompanyInput,
  companyView,
  createCompanyInput,
  exampleCompany,
  getCompanyQuery,
  historyEntryView,
  updateCompanyInput,
} from '../../../lib/companies/records/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { companyParams, exampleCompanyParams, numberTaken, readsAs, writesAs } from '../shared.ts';

export const createCompany = defineRoute({
  id: 'companies.createCompany',
  method: 'POST',
  path: '/v1/companies',
  summary: 'Create a company',
  description:
    'You become its owner. Its numbers belong to no other company that is open; a corporate number whose check digit is wrong is taken with a warning, for those of 2025 and later have none.',
  auth: { scopes: ['companies:write'] },
  body: createCompanyInput,
  idempotent: true,
  responses: { 201: companyView },
  location: '/v1/companies/{id}',
  errors: numberTaken,
  examples: {
    body: {
      name: exampleCompany.name,
      companyType: exampleCompany.companyType,
      businessNumber: '124-81-00998',
    },
    response: exampleCompany,
  },
  needs: { dynamodb: ['PutItem'] },
});

export const getCompany = defineRoute({
  id: 'companies.getCompany',
  method: 'GET',
  path: '/v1/companies/{companyId}',
  summary: 'Get a company, as it is or was recorded',
  description:
    'The record is public to who is signed in. `asOf` asks for it as it was recorded at a time.',
  auth: { scopes: ['companies:read'], companyKeys: true },
  params: companyParams,
  query: getCompanyQuery,
  responses: { 200: companyView },
  errors: [companyNotFound],
  examples: { params: exampleCompanyParams, response: exampleCompany },
  needs: { dynamodb: ['BatchGetItem', 'Query'] },
});

export const updateCompany = defineRoute({
  id: 'companies.updateCompany',
  method: 'PATCH',
  path: '/v1/companies/{companyId}',
  summary: 'Update the record of a company',
  description: '`null` removes an optional field. The history keeps what was there before.',
  auth: writesAs('admin'),
  params: companyParams,
  body: updateCompanyInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: companyView },
  errors: numberTaken,
  examples: {
    params: exampleCompanyParams,
    body: { representative: '이순신', employees: 275 },
    response: { ...exampleCompany, representative: '이순신', employees: 275, version: 2 },
  },
  needs: { dynamodb: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
});

export const closeCompany = defineRoute({
  id: 'companies.closeCompany',
  method: 'DELETE',
  path: '/v1/companies/{companyId}',
  summary: 'Close a company',
  description:
    'Its record and all that is under it can still be read, and nothing be changed. Its numbers are free for others, its open invitations end.',
  auth: writesAs('owner'),
  params: companyParams,
  body: closeCompanyInput,
  ifMatch: true,
  responses: { 200: companyView },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    body: { reason: '별빛홀딩스와 합병' },
    response: {
      ...exampleCompany,
      status: 'closed',
      statusReason: '별빛홀딩스와 합병',
      closedAt: '2026-11-22T09:00:00.000Z',
      version: 2,
    },
  },
  needs: { dynamodb: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
});

export const listCompanyHistory = defineRoute({
  id: 'companies.listCompanyHistory',
  method: 'GET',
  path: '/v1/companies/{companyId}/history',
  summary: 'List the changes of a company’s record',
  auth: readsAs('viewer'),
  params: companyParams,
  paginated: true,
  responses: { 200: pageOf(historyEntryView) },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    response: {
      items: [
        {
          version: 2,
          at: '2026-11-22T09:00:00.000Z',
          actorId: exampleId('user'),
          action: 'updated',
          changes: { representative: { before: '장보고', after: '이순신' } },
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query'] },
});
