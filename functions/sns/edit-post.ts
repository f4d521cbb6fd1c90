import { handle } from '../../lib/http/handle.ts';
import { editPost as editPostText } from '../../lib/sns/edit-post.ts';
import { editPost } from './routes.ts';

export const handler = handle(editPost, ({ ctx, params, body, version }) =>
  editPostText(ctx, params.postId, body, version),
);
