import { handle } from '../../lib/http/handle.ts';
import { listApiKeys as list } from '../../lib/identity/api-keys.ts';
import { listApiKeys } from './routes.ts';

export const handler = handle(listApiKeys, ({ ctx, page }) => list(ctx, page));
