import { describeContent, getFileContent } from '../../../lib/files/contents/get-file-content.ts';
import { handle } from '../../../lib/http/handle.ts';
import { redirect } from '../../../lib/http/redirect.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { fileUses } from '../../../lib/registry/file-uses.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getFileContent, async ({ ctx, params, query, isHead }) => {
  if (isHead)
    return new Reply(200, undefined, await describeContent(ctx, fileUses, params.fileId, query));
  return redirect({ url: await getFileContent(ctx, fileUses, params.fileId, query) });
});
