import { handle } from '../../lib/http/handle.ts';
import { readReplies } from '../../lib/sns/read-replies.ts';
import { listReplies } from './routes.ts';

export const handler = handle(listReplies, ({ ctx, params, page }) =>
  readReplies(ctx, params.postId, page),
);
