import { handle } from '../../lib/http/handle.ts';
import { follow } from '../../lib/sns/follow.ts';
import { followUser } from './routes.ts';

export const handler = handle(followUser, ({ ctx, params }) => follow(ctx, params.userId));
