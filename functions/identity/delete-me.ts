import { handle } from '../../lib/http/handle.ts';
import { deleteMe as remove } from '../../lib/identity/account-deletion.ts';
import { deleteMe } from './routes.ts';

export const handler = handle(deleteMe, ({ ctx, body }) => remove(ctx, body.password));
