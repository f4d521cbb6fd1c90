import { handle } from '../../lib/http/handle.ts';
import { rejectRequest } from '../../lib/sns/follow-requests.ts';
import { rejectFollowRequest } from './routes.ts';

export const handler = handle(rejectFollowRequest, ({ ctx, params }) =>
  rejectRequest(ctx, params.userId),
);
