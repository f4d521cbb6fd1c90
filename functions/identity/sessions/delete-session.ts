import { handle } from '../../../lib/http/handle.ts';
import { deleteSession } from '../../../lib/identity/sessions/delete-session.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deleteSession, ({ ctx, params }) =>
  deleteSession(ctx, params.sessionId),
);
