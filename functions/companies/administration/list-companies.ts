import { listCompanies } from '../../../lib/companies/administration/list-companies.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listCompanies, ({ ctx, query, page }) =>
  listCompanies(ctx, query, page),
);
