import { setLogo } from '../../../lib/companies/logo/set-logo.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.setLogo, ({ ctx, body }) => setLogo(ctx, body.fileId));
