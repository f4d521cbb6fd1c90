import { handle } from '../../../lib/http/handle.ts';
import { resetPassword } from '../../../lib/identity/recovery/reset-password.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.resetPassword, ({ ctx, body }) => resetPassword(ctx, body));
