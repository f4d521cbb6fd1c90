import { handle } from '../../lib/http/handle.ts';
import { createApiKey as create } from '../../lib/identity/api-keys.ts';
import { createApiKey } from './routes.ts';

export const handler = handle(createApiKey, ({ ctx, body }) => create(ctx, body));
