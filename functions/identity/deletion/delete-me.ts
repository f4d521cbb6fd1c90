import { handle } from '../../../lib/http/handle.ts';
import { deleteMe } from '../../../lib/identity/deletion/delete-me.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deleteMe, ({ ctx, body }) => deleteMe(ctx, body.password));
