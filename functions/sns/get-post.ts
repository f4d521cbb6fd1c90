import { handle } from '../../lib/http/handle.ts';
import { readPost } from '../../lib/sns/read-post.ts';
import { getPost } from './routes.ts';

export const handler = handle(getPost, ({ ctx, params }) => readPost(ctx, params.postId));
