import { handle } from '../../../lib/http/handle.ts';
import { registerPasskey } from '../../../lib/identity/passkeys/register-passkey.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.registerPasskey, ({ ctx, body }) =>
  registerPasskey(ctx, body),
);
