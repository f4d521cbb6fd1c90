import { handle } from '../../../lib/http/handle.ts';
import { revokeToken } from '../../../lib/identity/api-keys/revoke-token.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.revokeToken, ({ ctx, body }) => revokeToken(ctx, body.token));
