import { handle } from '../../lib/http/handle.ts';
import { block } from '../../lib/sns/block.ts';
import { blockUser } from './routes.ts';

export const handler = handle(blockUser, ({ ctx, params }) => block(ctx, params.userId));
