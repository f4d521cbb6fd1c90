import { closeCompany } from '../../../lib/companies/records/close-company.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.closeCompany, ({ ctx, body, version }) =>
  closeCompany(ctx, body, version),
);
