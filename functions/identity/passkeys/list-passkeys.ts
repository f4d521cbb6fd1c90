import { handle } from '../../../lib/http/handle.ts';
import { listPasskeys } from '../../../lib/identity/passkeys/list-passkeys.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listPasskeys, ({ ctx, page }) => listPasskeys(ctx, page));
