import { handle } from '../../../lib/http/handle.ts';
import { logout } from '../../../lib/identity/sessions/logout.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.logout, ({ ctx }) => logout(ctx));
