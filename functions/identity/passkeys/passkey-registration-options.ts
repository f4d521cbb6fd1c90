import { handle } from '../../../lib/http/handle.ts';
import { passkeyRegistrationOptions } from '../../../lib/identity/passkeys/passkey-registration-options.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.passkeyRegistrationOptions, ({ ctx, body }) =>
  passkeyRegistrationOptions(ctx, body),
);
