import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { beginReconciling, reconcileTies } from '../../../lib/sns/publishing/reconcile-presence.ts';

export const handler = consume(queues.reconcilePresence, {
  'user.deleted': (ctx, { data }) => beginReconciling(ctx, data),
  'user.restored': (ctx, { data }) => beginReconciling(ctx, data),
  'user.updated': async (ctx, { data }) => {
    if (data.changed.includes('status')) await beginReconciling(ctx, data);
  },
  'sns.reconcile_ties': (ctx, { data }) => reconcileTies(ctx, data),
});
