import { handle } from '../../../lib/http/handle.ts';
import { deletePasskey } from '../../../lib/identity/passkeys/delete-passkey.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deletePasskey, ({ ctx, params }) =>
  deletePasskey(ctx, params.passkeyId),
);
