import { handle } from '../../lib/http/handle.ts';
import { enrolTotp as enrol } from '../../lib/identity/totp.ts';
import { enrolTotp } from './routes.ts';

export const handler = handle(enrolTotp, ({ ctx }) => enrol(ctx));
