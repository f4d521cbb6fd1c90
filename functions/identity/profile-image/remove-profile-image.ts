import { handle } from '../../../lib/http/handle.ts';
import { removeProfileImage } from '../../../lib/identity/profile-image/remove-profile-image.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.removeProfileImage, ({ ctx }) => removeProfileImage(ctx));
