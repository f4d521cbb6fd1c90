import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { describeServer } from '../../lib/platform/discovery.ts';
import { getServerMetadata } from './routes.ts';

export const handler = handle(
  getServerMetadata,
  () => new Reply(200, describeServer(), { 'cache-control': 'public, max-age=300' }),
);
