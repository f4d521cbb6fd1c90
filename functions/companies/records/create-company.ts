import { createCompany } from '../../../lib/companies/records/create-company.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.createCompany, ({ ctx, body }) => createCompany(ctx, body));
