import { handle } from '../../lib/http/handle.ts';
import { listSessions as findSessions } from '../../lib/identity/sessions.ts';
import { listSessions } from './routes.ts';

export const handler = handle(listSessions, ({ ctx, page }) => findSessions(ctx, page));
