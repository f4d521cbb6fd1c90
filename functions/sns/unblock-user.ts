import { handle } from '../../lib/http/handle.ts';
import { unblock } from '../../lib/sns/block.ts';
import { unblockUser } from './routes.ts';

export const handler = handle(unblockUser, ({ ctx, params }) => unblock(ctx, params.userId));
