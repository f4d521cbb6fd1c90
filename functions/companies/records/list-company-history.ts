import { listCompanyHistory } from '../../../lib/companies/records/list-company-history.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listCompanyHistory, ({ ctx, page }) =>
  listCompanyHistory(ctx, page),
);
