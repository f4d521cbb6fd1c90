import { acceptInvitation } from '../../../lib/companies/invitations/accept-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.acceptInvitation, ({ ctx, params }) =>
  acceptInvitation(ctx, params.token),
);
