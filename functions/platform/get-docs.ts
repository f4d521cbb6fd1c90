import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { showReference } from '../../lib/platform/docs.ts';
import { getDocs } from './routes.ts';

export const handler = handleWithoutTable(getDocs, () => showReference());
