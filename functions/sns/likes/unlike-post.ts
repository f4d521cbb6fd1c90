import { handle } from '../../../lib/http/handle.ts';
import { unlikePost } from '../../../lib/sns/likes/unlike-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.unlikePost, ({ ctx, params }) =>
  unlikePost(ctx, params.postId),
);
