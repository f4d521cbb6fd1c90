import { queues } from '../../events/queues.ts';
import { handle } from '../../lib/http/handle.ts';
import { Reply } from '../../lib/http/reply.ts';
import { checkHealth } from '../../lib/platform/health.ts';
import { getHealth } from './routes.ts';

export const handler = handle(getHealth, async ({ ctx }) => {
  const health = await checkHealth(ctx, queues);
  return new Reply(health.status === 'up' ? 200 : 503, health, { 'cache-control': 'no-store' });
});
