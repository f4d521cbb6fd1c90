import { handle } from '../../lib/http/handle.ts';
import { signUp as openAccount } from '../../lib/identity/sign-up.ts';
import { signUp } from './routes.ts';

export const handler = handle(signUp, ({ ctx, body }) => openAccount(ctx, body));
