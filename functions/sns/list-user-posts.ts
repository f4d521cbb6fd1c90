import { handle } from '../../lib/http/handle.ts';
import { readUserPosts } from '../../lib/sns/read-user-posts.ts';
import { listUserPosts } from './routes.ts';

export const handler = handle(listUserPosts, ({ ctx, params, page }) =>
  readUserPosts(ctx, params.userId, page),
);
