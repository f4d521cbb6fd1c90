import { handle } from '../../../lib/http/handle.ts';
import { changePassword } from '../../../lib/identity/passwords/change-password.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.changePassword, ({ ctx, body }) => changePassword(ctx, body));
