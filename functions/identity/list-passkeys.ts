import { handle } from '../../lib/http/handle.ts';
import { listPasskeys as list } from '../../lib/identity/passkeys.ts';
import { listPasskeys } from './routes.ts';

export const handler = handle(listPasskeys, ({ ctx, page }) => list(ctx, page));
