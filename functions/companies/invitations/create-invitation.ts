import { createInvitation } from '../../../lib/companies/invitations/create-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.createInvitation, ({ ctx, body }) =>
  createInvitation(ctx, body),
);
