import { handle } from '../../../lib/http/handle.ts';
import { verifyEmail } from '../../../lib/identity/sign-up/verify-email.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.verifyEmail, ({ ctx, body }) => verifyEmail(ctx, body));
