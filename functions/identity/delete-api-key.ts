import { handle } from '../../lib/http/handle.ts';
import { deleteApiKey as remove } from '../../lib/identity/api-keys.ts';
import { deleteApiKey } from './routes.ts';

export const handler = handle(deleteApiKey, ({ ctx, params }) => remove(ctx, params.keyId));
