import { createFile } from '../../../lib/files/uploads/create-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.createFile, ({ ctx, body }) => createFile(ctx, body));
