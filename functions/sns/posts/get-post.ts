import { handle } from '../../../lib/http/handle.ts';
import { getPost } from '../../../lib/sns/posts/get-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getPost, ({ ctx, params }) => getPost(ctx, params.postId));
