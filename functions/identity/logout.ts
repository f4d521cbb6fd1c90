import { handle } from '../../lib/http/handle.ts';
import { logout as signOut } from '../../lib/identity/sessions.ts';
import { logout } from './routes.ts';

export const handler = handle(logout, ({ ctx }) => signOut(ctx));
