import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { getProfileImage } from '../../../lib/identity/profile-image/get-profile-image.ts';
import * as routes from './routes.ts';

/** Less than the link is good for. */
const keepSeconds = 240;

export const handler = handle(routes.getProfileImage, async ({ ctx, params, query }) => {
  const { url, isVersioned } = await getProfileImage(ctx, params.userId, query);
  return new Reply(302, undefined, {
    location: url,
    'cache-control': isVersioned ? `public, max-age=${keepSeconds}` : 'no-store',
  });
});
