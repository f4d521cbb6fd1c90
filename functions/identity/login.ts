import { handle } from '../../lib/http/handle.ts';
import { login as signIn } from '../../lib/identity/login.ts';
import { login } from './routes.ts';

export const handler = handle(login, ({ ctx, body }) => signIn(ctx, body));
