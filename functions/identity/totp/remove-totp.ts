import { handle } from '../../../lib/http/handle.ts';
import { removeTotp } from '../../../lib/identity/totp/remove-totp.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.removeTotp, ({ ctx, body }) => removeTotp(ctx, body.password));
