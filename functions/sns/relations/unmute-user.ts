import { handle } from '../../../lib/http/handle.ts';
import { unmuteUser } from '../../../lib/relations/unmute-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.unmuteUser, ({ ctx, params }) =>
  unmuteUser(ctx, params.userId),
);
