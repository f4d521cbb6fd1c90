import { handle } from '../../../lib/http/handle.ts';
import { listAuditEntries } from '../../../lib/platform/audit/list-audit-entries.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listAuditEntries, ({ ctx, query, page }) =>
  listAuditEntries(ctx, query, page),
);
