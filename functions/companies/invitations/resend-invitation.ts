import { resendInvitation } from '../../../lib/companies/invitations/resend-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.resendInvitation, ({ ctx, params }) =>
  resendInvitation(ctx, params.invitationId),
);
