import { takeDownFile } from '../../../lib/files/library/take-down-file.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.takeDownFile, ({ ctx, params, body }) =>
  takeDownFile(ctx, params.fileId, body),
);
