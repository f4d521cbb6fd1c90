import { handle } from '../../lib/http/handle.ts';
import { readEdits } from '../../lib/sns/read-edits.ts';
import { listPostEdits } from './routes.ts';

export const handler = handle(listPostEdits, ({ ctx, params, page }) =>
  readEdits(ctx, params.postId, page),
);
