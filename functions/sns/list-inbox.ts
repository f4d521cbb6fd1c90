import { handle } from '../../lib/http/handle.ts';
import { readInbox } from '../../lib/inbox/read-inbox.ts';
import { listInbox } from './routes.ts';

export const handler = handle(listInbox, ({ ctx, page }) => readInbox(ctx, page));
