import { handle } from '../../lib/http/handle.ts';
import { markRead } from '../../lib/inbox/read-inbox.ts';
import { markInboxRead } from './routes.ts';

export const handler = handle(markInboxRead, ({ ctx, body }) => markRead(ctx, body));
