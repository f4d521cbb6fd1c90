import { updateMemberProfile } from '../../../lib/companies/profiles/update-member-profile.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateMemberProfile, ({ ctx, params, body, version }) =>
  updateMemberProfile(ctx, params.userId, body, version),
);
