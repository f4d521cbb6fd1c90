import { revokeInvitation } from '../../../lib/companies/invitations/revoke-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.revokeInvitation, ({ ctx, params }) =>
  revokeInvitation(ctx, params.invitationId),
);
