import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { answerAsset } from '../../lib/platform/docs.ts';
import { getDocsAsset } from './routes.ts';

export const handler = handleWithoutTable(getDocsAsset, ({ params, query, headers }) =>
  answerAsset(params.file, query.v, headers),
);
