import { handle } from '../../lib/http/handle.ts';
import { searchUsers as searchUsersVerb } from '../../lib/identity/search-users.ts';
import { searchUsers } from './routes.ts';

export const handler = handle(searchUsers, ({ ctx, query, page }) =>
  searchUsersVerb(ctx, query, page),
);
