import { listCompanyAudit } from '../../../lib/companies/audit/list-company-audit.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listCompanyAudit, ({ ctx, query, page }) =>
  listCompanyAudit(ctx, query, page),
);
