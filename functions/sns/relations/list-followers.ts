import { handle } from '../../../lib/http/handle.ts';
import { listFollowers } from '../../../lib/relations/list-followers.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listFollowers, ({ ctx, params, page }) =>
  listFollowers(ctx, params.userId, page),
);
