import { handle } from '../../lib/http/handle.ts';
import { mute } from '../../lib/sns/mute.ts';
import { muteUser } from './routes.ts';

export const handler = handle(muteUser, ({ ctx, params }) => mute(ctx, params.userId));
