import { handle } from '../../lib/http/handle.ts';
import { verifyEmail as verifyAddress } from '../../lib/identity/email-verification.ts';
import { verifyEmail } from './routes.ts';

export const handler = handle(verifyEmail, ({ ctx, body }) => verifyAddress(ctx, body));
