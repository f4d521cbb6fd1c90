import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { Reply } from '../../lib/http/reply.ts';
import { describeServer } from '../../lib/platform/discovery.ts';
import { getServerMetadata } from './routes.ts';

export const handler = handleWithoutTable(
  getServerMetadata,
  () => new Reply(200, describeServer(), { 'cache-control': 'public, max-age=300' }),
);
