import { describeContent, linkToContent } from '../../lib/files/download-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { getFileContent } from './routes.ts';

export const handler = handle(getFileContent, async ({ ctx, params, query, isHead }) => {
  if (isHead) return new Reply(200, undefined, await describeContent(ctx, params.fileId, query));
  const location = await linkToContent(ctx, params.fileId, query);
  return new Reply(302, undefined, { location, 'cache-control': 'no-store' });
});
