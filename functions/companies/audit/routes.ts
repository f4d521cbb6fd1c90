import { defineRoute } from '../../../lib/http/route.ts';
import { auditEntryView, companyAuditQuery } from '../../../lib/platform/audit/schema.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { companyParams, exampleCompanyParams, readsAs } from '../shared.ts';

export const listCompanyAudit = defineRoute({
  id: 'companies.listCompanyAudit',
  method: 'GET',
  path: '/v1/companies/{companyId}/audit',
  summary: 'List who did what in a company',
  description:
    'Every write under the company, within five seconds; kept for 400 days. A page can be short, or empty, and yet have a cursor.',
  auth: readsAs('admin'),
  params: companyParams,
  query: companyAuditQuery,
  paginated: true,
  responses: { 200: pageOf(auditEntryView) },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    query: { action: 'member.role_changed' },
    response: {
      items: [
        {
          id: exampleId('event'),
          at: '2026-11-21T09:00:00.000Z',
          actorId: exampleId('user'),
          actorIp: '203.0.113.7',
          action: 'member.role_changed',
          objectType: 'user',
          objectId: exampleId('user'),
          userId: exampleId('user'),
          companyId: exampleId('company'),
          before: { role: 'member' },
          after: { role: 'manager' },
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query'] },
});
