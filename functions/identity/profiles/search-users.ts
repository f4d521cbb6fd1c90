import { handle } from '../../../lib/http/handle.ts';
import { searchUsers } from '../../../lib/identity/profiles/search-users.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.searchUsers, ({ ctx, query, page }) =>
  searchUsers(ctx, query, page),
);
