import { defineRoute } from '../../../lib/http/route.ts';
import { auditEntryView, auditQuery } from '../../../lib/platform/audit/schema.ts';
import { pageOf } from '../../../lib/schema/page.ts';

export const listAuditEntries = defineRoute({
  id: 'platform.listAuditEntries',
  method: 'GET',
  path: '/v1/admin/audit',
  summary: 'List the audit log',
  description:
    'The newest first; `from` is included, `to` is not. An act appears within seconds, and is kept for 400 days. A page may have fewer entries than `limit`, or none, and yet a `nextCursor`: ask on until that is `null`.',
  auth: { role: 'admin' },
  query: auditQuery,
  paginated: true,
  responses: { 200: pageOf(auditEntryView) },
  errors: [],
  examples: {
    query: { action: 'user.updated' },
    response: {
      items: [
        {
          id: 'evt_01jd3v9k2m4n5p6q7r8s9t0v1w',
          at: '2026-11-21T09:00:00.000Z',
          actorId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
          actorIp: '203.0.113.7',
          action: 'user.updated',
          objectType: 'user',
          objectId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x',
          userId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x',
          requestId: '8a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b',
          before: { status: 'active' },
          after: { status: 'suspended' },
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query'], indexes: ['gsi1', 'gsi2'] },
});
