import { handle } from '../../lib/http/handle.ts';
import { removeLike } from '../../lib/sns/like.ts';
import { unlikePost } from './routes.ts';

export const handler = handle(unlikePost, ({ ctx, params }) => removeLike(ctx, params.postId));
