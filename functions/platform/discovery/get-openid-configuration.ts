import { handleWithoutTable } from '../../../lib/http/handle-without-table.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { getOpenidConfiguration } from '../../../lib/platform/discovery/get-openid-configuration.ts';
import * as routes from './routes.ts';

export const handler = handleWithoutTable(
  routes.getOpenidConfiguration,
  () => new Reply(200, getOpenidConfiguration(), { 'cache-control': 'public, max-age=300' }),
);
