import { handle } from '../../../lib/http/handle.ts';
import { listFollowRequests } from '../../../lib/relations/list-follow-requests.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listFollowRequests, ({ ctx, page }) =>
  listFollowRequests(ctx, page),
);
