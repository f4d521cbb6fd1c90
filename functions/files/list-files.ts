import { listFiles as readFiles } from '../../lib/files/list-files.ts';
import { handle } from '../../lib/http/handle.ts';
import { listFiles } from './routes.ts';

export const handler = handle(listFiles, ({ ctx, query, page }) =>
  readFiles(ctx, query.folder, page),
);
