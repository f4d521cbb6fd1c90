import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { answerOpenApi } from '../../lib/platform/docs.ts';
import { getOpenapi } from './routes.ts';

export const handler = handleWithoutTable(getOpenapi, ({ headers }) => answerOpenApi(headers));
