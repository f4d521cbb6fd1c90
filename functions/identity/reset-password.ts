import { handle } from '../../lib/http/handle.ts';
import { resetPassword as setByToken } from '../../lib/identity/password-reset.ts';
import { resetPassword } from './routes.ts';

export const handler = handle(resetPassword, ({ ctx, body }) => setByToken(ctx, body));
