import { handle } from '../../../lib/http/handle.ts';
import { login } from '../../../lib/identity/sign-in/login.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.login, ({ ctx, body }) => login(ctx, body));
