import { handle } from '../../lib/http/handle.ts';
import { signInByPasskey } from '../../lib/identity/passkey-sign-in.ts';
import { passkeySignIn } from './routes.ts';

export const handler = handle(passkeySignIn, ({ ctx, body }) => signInByPasskey(ctx, body));
