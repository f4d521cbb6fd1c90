import { handle } from '../../lib/http/handle.ts';
import { refreshSession } from '../../lib/identity/sessions.ts';
import { refresh } from './routes.ts';

export const handler = handle(refresh, ({ ctx, body }) => refreshSession(ctx, body.refreshToken));
