import { removeLogo } from '../../../lib/companies/logo/remove-logo.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.removeLogo, ({ ctx }) => removeLogo(ctx));
