import { handle } from '../../lib/http/handle.ts';
import { muteUser } from '../../lib/sns/mute-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.muteUser, ({ ctx, params }) => muteUser(ctx, params.userId));
