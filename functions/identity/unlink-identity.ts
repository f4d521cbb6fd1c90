import { handle } from '../../lib/http/handle.ts';
import { unlinkIdentity as unlink } from '../../lib/identity/identities.ts';
import { unlinkIdentity } from './routes.ts';

export const handler = handle(unlinkIdentity, ({ ctx, params }) => unlink(ctx, params.provider));
