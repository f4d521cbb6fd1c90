import { listInvitations } from '../../../lib/companies/invitations/list-invitations.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listInvitations, ({ ctx, query, page }) =>
  listInvitations(ctx, query, page),
);
