import { getFileUsage } from '../../../lib/files/library/get-file-usage.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getFileUsage, ({ ctx, query }) => getFileUsage(ctx, query));
