import { completeFile as keepUpload } from '../../lib/files/complete-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { completeFile } from './routes.ts';

export const handler = handle(completeFile, ({ ctx, params }) => keepUpload(ctx, params.fileId));
