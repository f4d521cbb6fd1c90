import { handle } from '../../../lib/http/handle.ts';
import { passkeySignIn } from '../../../lib/identity/sign-in/passkey-sign-in.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.passkeySignIn, ({ ctx, body }) => passkeySignIn(ctx, body));
