import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getOpenapi } from '../../../lib/platform/docs/get-openapi.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getOpenapi, ({ headers }) => getOpenapi(headers));
