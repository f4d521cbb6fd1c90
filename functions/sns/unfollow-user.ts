import { handle } from '../../lib/http/handle.ts';
import { unfollow } from '../../lib/sns/follow.ts';
import { unfollowUser } from './routes.ts';

export const handler = handle(unfollowUser, ({ ctx, params }) => unfollow(ctx, params.userId));
