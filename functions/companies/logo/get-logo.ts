import { getLogo } from '../../../lib/companies/logo/get-logo.ts';
import { redirectToPicture } from '../../../lib/files/pictures/picture-link.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getLogo, async ({ ctx, params, query }) =>
  redirectToPicture(await getLogo(ctx, params.companyId, query)),
);
