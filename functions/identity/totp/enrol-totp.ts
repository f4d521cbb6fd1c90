import { handle } from '../../../lib/http/handle.ts';
import { enrolTotp } from '../../../lib/identity/totp/enrol-totp.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.enrolTotp, ({ ctx }) => enrolTotp(ctx));
