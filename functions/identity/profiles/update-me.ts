import { handle } from '../../../lib/http/handle.ts';
import { updateMe } from '../../../lib/identity/profiles/update-me.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateMe, ({ ctx, body, version }) =>
  updateMe(ctx, body, version),
);
