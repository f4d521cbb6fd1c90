import { handle } from '../../../lib/http/handle.ts';
import { markInboxRead } from '../../../lib/inbox/mark-inbox-read.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.markInboxRead, ({ ctx, body }) => markInboxRead(ctx, body));
