import { handle } from '../../lib/http/handle.ts';
import { requestVerification } from '../../lib/identity/email-verification.ts';
import { resendVerification } from './routes.ts';

export const handler = handle(resendVerification, ({ ctx, body }) =>
  requestVerification(ctx, body.email),
);
