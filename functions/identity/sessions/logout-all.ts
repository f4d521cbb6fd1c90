import { handle } from '../../../lib/http/handle.ts';
import { logoutAll } from '../../../lib/identity/sessions/logout-all.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.logoutAll, ({ ctx }) => logoutAll(ctx));
