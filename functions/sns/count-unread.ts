import { handle } from '../../lib/http/handle.ts';
import { countUnread as countUnreadEntries } from '../../lib/inbox/read-inbox.ts';
import { countUnread } from './routes.ts';

export const handler = handle(countUnread, ({ ctx }) => countUnreadEntries(ctx));
