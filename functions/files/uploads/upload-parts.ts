import { uploadParts } from '../../../lib/files/uploads/upload-parts.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.uploadParts, ({ ctx, params, body }) =>
  uploadParts(ctx, params.fileId, body),
);
