import { describeContent, getFileContent } from '../../../lib/files/contents/get-file-content.ts';
import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getFileContent, async ({ ctx, params, query, isHead }) => {
  if (isHead) return new Reply(200, undefined, await describeContent(ctx, params.fileId, query));
  const location = await getFileContent(ctx, params.fileId, query);
  return new Reply(302, undefined, { location, 'cache-control': 'no-store' });
});
