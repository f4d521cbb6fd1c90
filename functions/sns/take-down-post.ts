import { handle } from '../../lib/http/handle.ts';
import { takeDownPost as takeDown } from '../../lib/sns/take-down-post.ts';
import { takeDownPost } from './routes.ts';

export const handler = handle(takeDownPost, ({ ctx, params, body }) =>
  takeDown(ctx, params.postId, body),
);
