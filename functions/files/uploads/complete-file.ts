import { completeFile } from '../../../lib/files/uploads/complete-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.completeFile, ({ ctx, params }) =>
  completeFile(ctx, params.fileId),
);
