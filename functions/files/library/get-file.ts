import { getFile } from '../../../lib/files/library/get-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getFile, ({ ctx, params }) => getFile(ctx, params.fileId));
