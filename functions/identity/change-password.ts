import { handle } from '../../lib/http/handle.ts';
import { changePassword as setAnother } from '../../lib/identity/passwords.ts';
import { changePassword } from './routes.ts';

export const handler = handle(changePassword, ({ ctx, body }) => setAnother(ctx, body));
