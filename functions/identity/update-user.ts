import { handle } from '../../lib/http/handle.ts';
import { updateUser as change } from '../../lib/identity/administration.ts';
import { updateUser } from './routes.ts';

export const handler = handle(updateUser, ({ ctx, params, body }) =>
  change(ctx, params.userId, body),
);
