import { handle } from '../../../lib/http/handle.ts';
import { deleteApiKey } from '../../../lib/identity/api-keys/delete-api-key.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deleteApiKey, ({ ctx, params }) =>
  deleteApiKey(ctx, params.keyId),
);
