import { handle } from '../../../lib/http/handle.ts';
import { Reply } from '../../../lib/http/reply.ts';
import { getHealth } from '../../../lib/platform/health/get-health.ts';
import { queues } from '../../../lib/registry/queues.ts';
import * as routes from './routes.ts';

export const handler = handle(routes.getHealth, async ({ ctx }) => {
  const health = await getHealth(ctx, queues);
  return new Reply(health.status === 'up' ? 200 : 503, health, { 'cache-control': 'no-store' });
});
