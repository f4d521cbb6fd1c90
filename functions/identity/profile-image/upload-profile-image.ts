import { handle } from '../../../lib/http/handle.ts';
import { uploadProfileImage } from '../../../lib/identity/profile-image/upload-profile-image.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.uploadProfileImage, ({ ctx, body }) =>
  uploadProfileImage(ctx, body),
);
