import { handle } from '../../../lib/http/handle.ts';
import { listApiKeys } from '../../../lib/identity/api-keys/list-api-keys.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listApiKeys, ({ ctx, page }) => listApiKeys(ctx, page));
