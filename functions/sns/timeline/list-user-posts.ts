import { handle } from '../../../lib/http/handle.ts';
import { listUserPosts } from '../../../lib/sns/timeline/list-user-posts.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listUserPosts, ({ ctx, params, page }) =>
  listUserPosts(ctx, params.userId, page),
);
