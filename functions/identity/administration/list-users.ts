import { handle } from '../../../lib/http/handle.ts';
import { listUsers } from '../../../lib/identity/administration/list-users.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listUsers, ({ ctx, query, page }) =>
  listUsers(ctx, query, page),
);
