import { handle } from '../../lib/http/handle.ts';
import { showErrors } from '../../lib/platform/error-pages.ts';
import { listErrors } from './routes.ts';

export const handler = handle(listErrors, () => showErrors());
