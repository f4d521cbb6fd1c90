import { reconcileContents as queue } from '../../../events/queues/files.ts';
import { reconcile } from '../../../lib/files/upkeep/reconcile-files.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queue, {
  'files.reconcile_contents': (ctx, { data }) => reconcile(ctx, data),
});
