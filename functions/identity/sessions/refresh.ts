import { handle } from '../../../lib/http/handle.ts';
import { refresh } from '../../../lib/identity/sessions/refresh.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.refresh, ({ ctx, body }) => refresh(ctx, body.refreshToken));
