import { updateMember } from '../../../lib/companies/members/update-member.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateMember, ({ ctx, params, body }) =>
  updateMember(ctx, params.userId, body),
);
