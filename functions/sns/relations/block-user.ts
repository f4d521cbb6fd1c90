import { handle } from '../../../lib/http/handle.ts';
import { blockUser } from '../../../lib/relations/block-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.blockUser, ({ ctx, params }) => blockUser(ctx, params.userId));
