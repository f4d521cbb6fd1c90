import { handle } from '../../lib/http/handle.ts';
import { answerOpenApi } from '../../lib/platform/docs.ts';
import { getOpenapi } from './routes.ts';

export const handler = handle(getOpenapi, ({ headers }) => answerOpenApi(headers));
