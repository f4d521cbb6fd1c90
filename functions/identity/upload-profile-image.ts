import { handle } from '../../lib/http/handle.ts';
import { uploadProfileImage as announceImage } from '../../lib/identity/profile-image.ts';
import { uploadProfileImage } from './routes.ts';

export const handler = handle(uploadProfileImage, ({ ctx, body }) => announceImage(ctx, body));
