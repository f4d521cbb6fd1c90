import { getInvitation } from '../../../lib/companies/invitations/get-invitation.ts';
import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import * as routes from './routes.ts';

/** Its address is a secret, under which nothing is to keep it. */
const unkept = { 'cache-control': 'no-store' };

export const handler = handle(
  routes.getInvitation,
  async ({ ctx, params }) => new Reply(200, await getInvitation(ctx, params.token), unkept),
);
