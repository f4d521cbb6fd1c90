import { handle } from '../../../lib/http/handle.ts';
import { muteUser } from '../../../lib/relations/mute-user.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.muteUser, ({ ctx, params }) => muteUser(ctx, params.userId));
