import { handle } from '../../lib/http/handle.ts';
import { removePost } from '../../lib/sns/remove-post.ts';
import { deletePost } from './routes.ts';

export const handler = handle(deletePost, ({ ctx, params }) => removePost(ctx, params.postId));
