import { handle } from '../../../lib/http/handle.ts';
import { listInbox } from '../../../lib/inbox/list-inbox.ts';
import { inboxKinds } from '../../../lib/registry/inbox-kinds.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listInbox, ({ ctx, page }) =>
  listInbox(ctx, inboxKinds, page),
);
