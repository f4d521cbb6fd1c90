import { handle } from '../../../lib/http/handle.ts';
import { updateUser } from '../../../lib/identity/administration/update-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateUser, ({ ctx, params, body }) =>
  updateUser(ctx, params.userId, body),
);
