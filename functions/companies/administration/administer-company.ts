import { administerCompany } from '../../../lib/companies/administration/administer-company.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.administerCompany, ({ ctx, params, body }) =>
  administerCompany(ctx, params.companyId, body),
);
