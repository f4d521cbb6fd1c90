import { handle } from '../../../lib/http/handle.ts';
import { passkeySignInOptions } from '../../../lib/identity/sign-in/passkey-sign-in-options.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.passkeySignInOptions, ({ ctx }) => passkeySignInOptions(ctx));
