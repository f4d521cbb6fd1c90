import { searchCompanies } from '../../../lib/companies/search/search-companies.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.searchCompanies, ({ ctx, query, page }) =>
  searchCompanies(ctx, query, page),
);
