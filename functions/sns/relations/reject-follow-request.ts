import { handle } from '../../../lib/http/handle.ts';
import { rejectFollowRequest } from '../../../lib/relations/reject-follow-request.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.rejectFollowRequest, ({ ctx, params }) =>
  rejectFollowRequest(ctx, params.userId),
);
