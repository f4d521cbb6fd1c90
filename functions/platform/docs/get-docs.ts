import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getDocs } from '../../../lib/platform/docs/get-docs.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getDocs, () => getDocs());
