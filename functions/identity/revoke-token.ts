import { handle } from '../../lib/http/handle.ts';
import { revokeToken as revoke } from '../../lib/identity/issued-tokens.ts';
import { revokeToken } from './routes.ts';

export const handler = handle(revokeToken, ({ ctx, body }) => revoke(ctx, body.token));
