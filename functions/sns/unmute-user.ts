import { handle } from '../../lib/http/handle.ts';
import { unmute } from '../../lib/sns/mute.ts';
import { unmuteUser } from './routes.ts';

export const handler = handle(unmuteUser, ({ ctx, params }) => unmute(ctx, params.userId));
