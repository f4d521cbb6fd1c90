import { handle } from '../../../lib/http/handle.ts';
import { getMe } from '../../../lib/identity/profiles/get-me.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getMe, ({ ctx }) => getMe(ctx));
