import { handle } from '../../../lib/http/handle.ts';
import { resendVerification } from '../../../lib/identity/sign-up/resend-verification.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.resendVerification, ({ ctx, body }) =>
  resendVerification(ctx, body.email),
);
