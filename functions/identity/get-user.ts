import { handle } from '../../lib/http/handle.ts';
import { findUser } from '../../lib/identity/profiles.ts';
import { getUser } from './routes.ts';

export const handler = handle(getUser, ({ ctx, params }) => findUser(ctx, params.userId));
