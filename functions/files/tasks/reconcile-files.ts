import * as tasks from '../../../events/schedules/files.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { orderReconciliation } from '../../../lib/files/upkeep/reconcile-contents.ts';

export const handler = scheduled(tasks.reconcileFiles, (ctx, slot, { force }) =>
  orderReconciliation(ctx, slot, force),
);
