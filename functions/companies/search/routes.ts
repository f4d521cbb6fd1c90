import {
  companyView,
  exampleCompany,
  searchCompaniesQuery,
} from '../../../lib/companies/records/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { pageOf } from '../../../lib/schema/page.ts';

export const searchCompanies = defineRoute({
  id: 'companies.searchCompanies',
  method: 'GET',
  path: '/v1/companies',
  summary: 'Search companies',
  description:
    'By a number, a name, your own, or a field; all parameters must fit. By a name: in the order of what begins as asked for; your own: those first that you joined last; otherwise the newest first. Closed companies are found too.',
  auth: { scopes: ['companies:read'] },
  query: searchCompaniesQuery,
  paginated: true,
  rateLimits: [{ name: 'caller', by: 'caller', perContainer: true, perMinute: 60, burst: 120 }],
  responses: { 200: pageOf(companyView) },
  errors: [],
  examples: {
    query: { query: 'ㅂㅂㅈㅈ', market: 'kosdaq' },
    response: { items: [exampleCompany], nextCursor: null },
  },
  needs: { dynamodb: ['BatchGetItem', 'Query'], indexes: ['gsi2'] },
});
