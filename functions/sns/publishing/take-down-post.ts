import { handle } from '../../../lib/http/handle.ts';
import { takeDownPost } from '../../../lib/sns/publishing/take-down-post.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.takeDownPost, ({ ctx, params, body }) =>
  takeDownPost(ctx, params.postId, body),
);
