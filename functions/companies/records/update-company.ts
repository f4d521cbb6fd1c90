import { updateCompany } from '../../../lib/companies/records/update-company.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateCompany, ({ ctx, body, version }) =>
  updateCompany(ctx, body, version),
);
