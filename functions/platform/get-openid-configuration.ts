import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { describeIssuer } from '../../lib/platform/discovery.ts';
import { getOpenidConfiguration } from './routes.ts';

export const handler = handle(
  getOpenidConfiguration,
  () => new Reply(200, describeIssuer(), { 'cache-control': 'public, max-age=300' }),
);
