import { signParts } from '../../lib/files/sign-parts.ts';
import { handle } from '../../lib/http/handle.ts';
import { uploadParts } from './routes.ts';

export const handler = handle(uploadParts, ({ ctx, params, body }) =>
  signParts(ctx, params.fileId, body),
);
