import { getCompanySettings } from '../../../lib/companies/settings/get-company-settings.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getCompanySettings, ({ ctx }) => getCompanySettings(ctx));
