import { handle } from '../../lib/http/handle.ts';
import { findUsers } from '../../lib/identity/administration.ts';
import { listUsers } from './routes.ts';

export const handler = handle(listUsers, ({ ctx, query, page }) => findUsers(ctx, query, page));
