import { handle } from '../../lib/http/handle.ts';
import { linkIdentity as link } from '../../lib/identity/identities.ts';
import { linkIdentity } from './routes.ts';

export const handler = handle(linkIdentity, ({ ctx, params, body }) =>
  link(ctx, params.provider, body.idToken),
);
