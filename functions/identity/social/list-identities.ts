import { handle } from '../../../lib/http/handle.ts';
import { listIdentities } from '../../../lib/identity/social/list-identities.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listIdentities, ({ ctx, page }) => listIdentities(ctx, page));
