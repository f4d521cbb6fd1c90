import { handle } from '../../../lib/http/handle.ts';
import { introspectToken } from '../../../lib/identity/sessions/introspect-token.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.introspectToken, ({ ctx, body }) =>
  introspectToken(ctx, body.token),
);
