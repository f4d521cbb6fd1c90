import { handle } from '../../lib/http/handle.ts';
import { passkeyRegistrationOptions as begin } from '../../lib/identity/passkeys.ts';
import { passkeyRegistrationOptions } from './routes.ts';

export const handler = handle(passkeyRegistrationOptions, ({ ctx, body }) => begin(ctx, body));
