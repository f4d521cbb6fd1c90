import { updateFile } from '../../../lib/files/library/update-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.updateFile, ({ ctx, params, body, version }) =>
  updateFile(ctx, params.fileId, body, version),
);
