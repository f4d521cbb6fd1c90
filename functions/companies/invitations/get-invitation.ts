import { getInvitation } from '../../../lib/companies/invitations/get-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getInvitation, ({ ctx, params }) =>
  getInvitation(ctx, params.token),
);
