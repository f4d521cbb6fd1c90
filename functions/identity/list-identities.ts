import { handle } from '../../lib/http/handle.ts';
import { listIdentities as list } from '../../lib/identity/identities.ts';
import { listIdentities } from './routes.ts';

export const handler = handle(listIdentities, ({ ctx, page }) => list(ctx, page));
