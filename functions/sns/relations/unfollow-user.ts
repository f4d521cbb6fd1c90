import { handle } from '../../../lib/http/handle.ts';
import { unfollowUser } from '../../../lib/relations/unfollow-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.unfollowUser, ({ ctx, params }) =>
  unfollowUser(ctx, params.userId),
);
