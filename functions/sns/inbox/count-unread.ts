import { handle } from '../../../lib/http/handle.ts';
import { countUnread } from '../../../lib/inbox/count-unread.ts';
import { inboxKinds } from '../../../lib/registry/inbox-kinds.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.countUnread, ({ ctx }) => countUnread(ctx, inboxKinds));
