import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showErrors } from '../../lib/platform/error-pages.ts';
import { listErrors } from './routes.ts';

export const handler = handleWithoutTable(listErrors, () => showErrors());
