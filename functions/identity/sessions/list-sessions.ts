import { handle } from '../../../lib/http/handle.ts';
import { listSessions } from '../../../lib/identity/sessions/list-sessions.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listSessions, ({ ctx, page }) => listSessions(ctx, page));
