import { handle } from '../../../lib/http/handle.ts';
import { redirect } from '../../../lib/http/redirect.ts';
import { getProfileImage } from '../../../lib/identity/profile-image/get-profile-image.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getProfileImage, async ({ ctx, params, query }) =>
  redirect(await getProfileImage(ctx, params.userId, query)),
);
