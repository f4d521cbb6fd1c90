import { handle } from '../../lib/http/handle.ts';
import { acceptRequest } from '../../lib/sns/follow-requests.ts';
import { acceptFollowRequest } from './routes.ts';

export const handler = handle(acceptFollowRequest, ({ ctx, params }) =>
  acceptRequest(ctx, params.userId),
);
