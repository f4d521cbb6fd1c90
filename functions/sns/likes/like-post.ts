import { handle } from '../../../lib/http/handle.ts';
import { likePost } from '../../../lib/sns/likes/like-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.likePost, ({ ctx, params }) => likePost(ctx, params.postId));
