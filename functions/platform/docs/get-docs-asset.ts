import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { getDocsAsset } from '../../../lib/platform/docs/get-docs-asset.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(routes.getDocsAsset, ({ params, query, headers }) =>
  getDocsAsset(params.file, query.v, headers),
);
