import { takeDownFile as takeDown } from '../../lib/files/take-down-file.ts';
import { handle } from '../../lib/http/handle.ts';
import { takeDownFile } from './routes.ts';

export const handler = handle(takeDownFile, ({ ctx, params, body }) =>
  takeDown(ctx, params.fileId, body),
);
