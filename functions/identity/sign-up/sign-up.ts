import { handle } from '../../../lib/http/handle.ts';
import { signUp } from '../../../lib/identity/sign-up/sign-up.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.signUp, ({ ctx, body }) => signUp(ctx, body));
