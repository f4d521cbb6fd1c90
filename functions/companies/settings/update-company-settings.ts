import { updateCompanySettings } from '../../../lib/companies/settings/update-company-settings.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateCompanySettings, ({ ctx, body, version }) =>
  updateCompanySettings(ctx, body, version),
);
