import { handle } from '../../../lib/http/handle.ts';
import { listFollowing } from '../../../lib/relations/list-following.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listFollowing, ({ ctx, params, page }) =>
  listFollowing(ctx, params.userId, page),
);
