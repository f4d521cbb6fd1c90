import { handle } from '../../lib/http/handle.ts';
import { addLike } from '../../lib/sns/like.ts';
import { likePost } from './routes.ts';

export const handler = handle(likePost, ({ ctx, params }) => addLike(ctx, params.postId));
