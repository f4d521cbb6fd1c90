import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { getServerMetadata } from '../../../lib/platform/discovery/get-server-metadata.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(
  routes.getServerMetadata,
  () => new Reply(200, getServerMetadata(), { 'cache-control': 'public, max-age=300' }),
);
