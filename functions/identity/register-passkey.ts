import { handle } from '../../lib/http/handle.ts';
import { registerPasskey as register } from '../../lib/identity/register-passkey.ts';
import { registerPasskey } from './routes.ts';

export const handler = handle(registerPasskey, ({ ctx, body }) => register(ctx, body));
