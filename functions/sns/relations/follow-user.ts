import { handle } from '../../../lib/http/handle.ts';
import { followUser } from '../../../lib/relations/follow-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.followUser, ({ ctx, params }) =>
  followUser(ctx, params.userId),
);
