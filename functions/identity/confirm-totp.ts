import { handle } from '../../lib/http/handle.ts';
import { confirmTotp as confirm } from '../../lib/identity/totp.ts';
import { confirmTotp } from './routes.ts';

export const handler = handle(confirmTotp, ({ ctx, body }) => confirm(ctx, body.code));
