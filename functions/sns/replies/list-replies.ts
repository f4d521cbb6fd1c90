import { handle } from '../../../lib/http/handle.ts';
import { listReplies } from '../../../lib/sns/replies/list-replies.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listReplies, ({ ctx, params, page }) =>
  listReplies(ctx, params.postId, page),
);
