import { handle } from '../../../lib/http/handle.ts';
import { unblockUser } from '../../../lib/relations/unblock-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.unblockUser, ({ ctx, params }) =>
  unblockUser(ctx, params.userId),
);
