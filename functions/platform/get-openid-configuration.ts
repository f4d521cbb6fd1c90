import { handleWithoutTable } from '../../lib/http/handle-without-table.ts';
import { Reply } from '../../lib/http/reply.ts';
import { describeIssuer } from '../../lib/platform/discovery.ts';
import { getOpenidConfiguration } from './routes.ts';

export const handler = handleWithoutTable(
  getOpenidConfiguration,
  () => new Reply(200, describeIssuer(), { 'cache-control': 'public, max-age=300' }),
);
