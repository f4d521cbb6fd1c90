import { handle } from '../../../lib/http/handle.ts';
import { editPost } from '../../../lib/sns/publishing/edit-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.editPost, ({ ctx, params, body, version }) =>
  editPost(ctx, params.postId, body, version),
);
