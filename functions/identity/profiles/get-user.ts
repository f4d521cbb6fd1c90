import { handle } from '../../../lib/http/handle.ts';
import { getUser } from '../../../lib/identity/profiles/get-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getUser, ({ ctx, params }) => getUser(ctx, params.userId));
