import { handle } from '../../lib/http/handle.ts';
import { readFollowers } from '../../lib/sns/read-follows.ts';
import { listFollowers } from './routes.ts';

export const handler = handle(listFollowers, ({ ctx, params, page }) =>
  readFollowers(ctx, params.userId, page),
);
