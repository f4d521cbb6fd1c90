import { removeFile } from '../../lib/files/change-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { deleteFile } from './routes.ts';

export const handler = handle(deleteFile, ({ ctx, params }) => removeFile(ctx, params.fileId));
