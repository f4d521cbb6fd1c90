import { handle } from '../../../lib/http/handle.ts';
import { listTaggedPosts } from '../../../lib/sns/tags/list-tagged-posts.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listTaggedPosts, ({ ctx, params, page }) =>
  listTaggedPosts(ctx, params.tag, page),
);
