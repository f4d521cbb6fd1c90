import { handle } from '../../../lib/http/handle.ts';
import { acceptFollowRequest } from '../../../lib/relations/accept-follow-request.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.acceptFollowRequest, ({ ctx, params }) =>
  acceptFollowRequest(ctx, params.userId),
);
