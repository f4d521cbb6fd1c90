import { handle } from '../../lib/http/handle.ts';
import { readTaggedPosts } from '../../lib/sns/post-tags.ts';
import { listTaggedPosts } from './routes.ts';

export const handler = handle(listTaggedPosts, ({ ctx, params, page }) =>
  readTaggedPosts(ctx, params.tag, page),
);
