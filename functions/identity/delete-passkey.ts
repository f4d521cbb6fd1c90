import { handle } from '../../lib/http/handle.ts';
import { deletePasskey as remove } from '../../lib/identity/passkeys.ts';
import { deletePasskey } from './routes.ts';

export const handler = handle(deletePasskey, ({ ctx, params }) => remove(ctx, params.passkeyId));
