import { handle } from '../../../lib/http/handle.ts';
import { linkIdentity } from '../../../lib/identity/social/link-identity.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.linkIdentity, ({ ctx, params, body }) =>
  linkIdentity(ctx, params.provider, body.idToken),
);
