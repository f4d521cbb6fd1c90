import { handle } from '../../../lib/http/handle.ts';
import { listLikes } from '../../../lib/sns/likes/list-likes.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listLikes, ({ ctx, params, page }) =>
  listLikes(ctx, params.postId, page),
);
