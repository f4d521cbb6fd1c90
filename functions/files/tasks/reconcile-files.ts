import { reconcileFiles as task } from '../../../events/schedules/files.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { orderReconciliation } from '../../../lib/files/upkeep/reconcile-files.ts';

export const handler = scheduled(task, (ctx, slot, { force }) =>
  orderReconciliation(ctx, slot, force),
);
