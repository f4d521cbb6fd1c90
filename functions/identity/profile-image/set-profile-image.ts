import { handle } from '../../../lib/http/handle.ts';
import { setProfileImage } from '../../../lib/identity/profile-image/set-profile-image.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.setProfileImage, ({ ctx, body }) =>
  setProfileImage(ctx, body.fileId),
);
