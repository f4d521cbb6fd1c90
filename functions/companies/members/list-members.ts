import { listMembers } from '../../../lib/companies/members/list-members.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listMembers, ({ ctx, query, page }) =>
  listMembers(ctx, query, page),
);
