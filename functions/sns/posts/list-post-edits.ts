import { handle } from '../../../lib/http/handle.ts';
import { listPostEdits } from '../../../lib/sns/posts/list-post-edits.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listPostEdits, ({ ctx, params, page }) =>
  listPostEdits(ctx, params.postId, page),
);
