import { handle } from '../../lib/http/handle.ts';
import { readFollowing } from '../../lib/sns/read-follows.ts';
import { listFollowing } from './routes.ts';

export const handler = handle(listFollowing, ({ ctx, params, page }) =>
  readFollowing(ctx, params.userId, page),
);
