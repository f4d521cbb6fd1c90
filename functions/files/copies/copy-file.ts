import { copyFile } from '../../../lib/files/copies/copy-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.copyFile, ({ ctx, params, body }) =>
  copyFile(ctx, params.fileId, body),
);
