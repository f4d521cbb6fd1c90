import { getMemberProfile } from '../../../lib/companies/profiles/get-member-profile.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getMemberProfile, ({ ctx, params }) =>
  getMemberProfile(ctx, params.userId),
);
