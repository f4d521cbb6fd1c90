import { handle } from '../../lib/http/handle.ts';
import { removeTotp as remove } from '../../lib/identity/totp.ts';
import { removeTotp } from './routes.ts';

export const handler = handle(removeTotp, ({ ctx, body }) => remove(ctx, body.password));
