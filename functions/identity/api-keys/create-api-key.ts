import { handle } from '../../../lib/http/handle.ts';
import { createApiKey } from '../../../lib/identity/api-keys/create-api-key.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.createApiKey, ({ ctx, body }) => createApiKey(ctx, body));
