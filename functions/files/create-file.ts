import { createFile as announceFile } from '../../lib/files/create-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { createFile } from './routes.ts';

export const handler = handle(createFile, ({ ctx, body }) => announceFile(ctx, body));
