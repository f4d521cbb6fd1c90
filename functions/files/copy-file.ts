import { copyFile as duplicateFile } from '../../lib/files/copy-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { copyFile } from './routes.ts';

export const handler = handle(copyFile, ({ ctx, params, body }) =>
  duplicateFile(ctx, params.fileId, body),
);
