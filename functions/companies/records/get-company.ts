import { getCompany } from '../../../lib/companies/records/get-company.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getCompany, ({ ctx, params, query }) =>
  getCompany(ctx, params.companyId, query),
);
