import { updateFile as changeFile } from '../../lib/files/change-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { updateFile } from './routes.ts';

export const handler = handle(updateFile, ({ ctx, params, body, version }) =>
  changeFile(ctx, params.fileId, body, version),
);
