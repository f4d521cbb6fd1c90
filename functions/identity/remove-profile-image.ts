import { handle } from '../../lib/http/handle.ts';
import { removeProfileImage as dropImage } from '../../lib/identity/profile-image.ts';
import { removeProfileImage } from './routes.ts';

export const handler = handle(removeProfileImage, ({ ctx }) => dropImage(ctx));
