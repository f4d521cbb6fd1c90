import { handle } from '../../../lib/http/handle.ts';
import { forgotPassword } from '../../../lib/identity/recovery/forgot-password.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.forgotPassword, ({ ctx, body }) =>
  forgotPassword(ctx, body.email),
);
