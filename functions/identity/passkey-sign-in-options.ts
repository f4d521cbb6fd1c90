import { handle } from '../../lib/http/handle.ts';
import { passkeySignInOptions as begin } from '../../lib/identity/passkeys.ts';
import { passkeySignInOptions } from './routes.ts';

export const handler = handle(passkeySignInOptions, ({ ctx }) => begin(ctx));
