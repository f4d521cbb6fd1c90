import { redirectToPicture } from '../../../lib/files/pictures/picture-link.ts';
import { handle } from '../../../lib/http/handle.ts';
import { getProfileImage } from '../../../lib/identity/profile-image/get-profile-image.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getProfileImage, async ({ ctx, params, query }) =>
  redirectToPicture(await getProfileImage(ctx, params.userId, query)),
);
