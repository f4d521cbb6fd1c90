import { deleteFile } from '../../../lib/files/library/delete-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.deleteFile, ({ ctx, params }) =>
  deleteFile(ctx, params.fileId),
);
