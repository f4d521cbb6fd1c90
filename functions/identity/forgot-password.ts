import { handle } from '../../lib/http/handle.ts';
import { requestPasswordReset } from '../../lib/identity/password-reset.ts';
import { forgotPassword } from './routes.ts';

export const handler = handle(forgotPassword, ({ ctx, body }) =>
  requestPasswordReset(ctx, body.email),
);
