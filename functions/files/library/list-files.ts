import { listFiles } from '../../../lib/files/library/list-files.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.listFiles, ({ ctx, query, page }) =>
  listFiles(ctx, query, page),
);
