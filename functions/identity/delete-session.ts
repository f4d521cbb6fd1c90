import { handle } from '../../lib/http/handle.ts';
import { removeSession } from '../../lib/identity/sessions.ts';
import { deleteSession } from './routes.ts';

export const handler = handle(deleteSession, ({ ctx, params }) =>
  removeSession(ctx, params.sessionId),
);
