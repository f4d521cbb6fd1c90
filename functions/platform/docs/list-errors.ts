import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { listErrors } from '../../../lib/platform/docs/list-errors.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.listErrors, () => listErrors());
