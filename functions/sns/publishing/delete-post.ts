import { handle } from '../../../lib/http/handle.ts';
import { deletePost } from '../../../lib/sns/publishing/delete-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deletePost, ({ ctx, params }) =>
  deletePost(ctx, params.postId),
);
