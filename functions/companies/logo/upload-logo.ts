import { uploadLogo } from '../../../lib/companies/logo/upload-logo.ts';
import { handle } from '../../../lib/http/handle.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.uploadLogo, ({ ctx, body }) => uploadLogo(ctx, body));
