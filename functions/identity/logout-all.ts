import { handle } from '../../lib/http/handle.ts';
import { logoutAll as signOutEverywhere } from '../../lib/identity/sessions.ts';
import { logoutAll } from './routes.ts';

export const handler = handle(logoutAll, ({ ctx }) => signOutEverywhere(ctx));
