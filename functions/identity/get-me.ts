import { handle } from '../../lib/http/handle.ts';
import { findMe } from '../../lib/identity/profiles.ts';
import { getMe } from './routes.ts';

export const handler = handle(getMe, ({ ctx }) => findMe(ctx));
