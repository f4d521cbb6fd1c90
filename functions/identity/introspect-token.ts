import { handle } from '../../lib/http/handle.ts';
import { introspectToken as introspect } from '../../lib/identity/issued-tokens.ts';
import { introspectToken } from './routes.ts';

export const handler = handle(introspectToken, ({ ctx, body }) => introspect(ctx, body.token));
