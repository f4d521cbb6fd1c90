import { handle } from '../../lib/http/handle.ts';
import { answerAsset } from '../../lib/platform/docs.ts';
import { getDocsAsset } from './routes.ts';

export const handler = handle(getDocsAsset, ({ params, query, headers }) =>
  answerAsset(params.file, query.v, headers),
);
