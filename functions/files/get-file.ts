import { toFileView } from '../../lib/files/file-view.ts';
import { findVisibleFile } from '../../lib/files/find-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { getFile } from './routes.ts';

export const handler = handle(getFile, async ({ ctx, params }) =>
  toFileView(await findVisibleFile(ctx.caller, params.fileId)),
);
