import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showError } from '../../lib/platform/error-pages.ts';
import { getError } from './routes.ts';

export const handler = handleWithoutTable(getError, ({ params }) => showError(params.code));
