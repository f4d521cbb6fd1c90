import { handle } from '../../../lib/http/handle.ts';
import { unlinkIdentity } from '../../../lib/identity/social/unlink-identity.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.unlinkIdentity, ({ ctx, params }) =>
  unlinkIdentity(ctx, params.provider),
);
