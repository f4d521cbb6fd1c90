import { handle } from '../../../lib/http/handle.ts';
import { confirmTotp } from '../../../lib/identity/totp/confirm-totp.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.confirmTotp, ({ ctx, body }) => confirmTotp(ctx, body.code));
