import { handle } from '../../lib/http/handle.ts';
import { readLikes } from '../../lib/sns/read-likes.ts';
import { listLikes } from './routes.ts';

export const handler = handle(listLikes, ({ ctx, params, page }) =>
  readLikes(ctx, params.postId, page),
);
