import { getLogo } from '../../../lib/companies/logo/get-logo.ts';
import { handle } from '../../../lib/http/handle.ts';
import { redirect } from '../../../lib/http/redirect.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getLogo, async ({ ctx, params, query }) =>
  redirect(await getLogo(ctx, params.companyId, query)),
);
