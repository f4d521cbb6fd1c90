import { handle } from '../../lib/http/handle.ts';
import { showError } from '../../lib/platform/error-pages.ts';
import { getError } from './routes.ts';

export const handler = handle(getError, ({ params }) => showError(params.code));
