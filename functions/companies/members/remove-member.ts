import { removeMember } from '../../../lib/companies/members/remove-member.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.removeMember, ({ ctx, params }) =>
  removeMember(ctx, params.userId),
);
