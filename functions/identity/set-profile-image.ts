import { handle } from '../../lib/http/handle.ts';
import { setProfileImage as chooseImage } from '../../lib/identity/profile-image.ts';
import { setProfileImage } from './routes.ts';

export const handler = handle(setProfileImage, ({ ctx, body }) => chooseImage(ctx, body.fileId));
