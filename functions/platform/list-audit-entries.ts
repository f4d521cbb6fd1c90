import { handle } from '../../lib/http/handle.ts';
import { listAuditEntries as list } from '../../lib/platform/audit.ts';
import { listAuditEntries } from './routes.ts';

export const handler = handle(listAuditEntries, ({ ctx, query, page }) => list(ctx, query, page));
