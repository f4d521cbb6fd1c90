import * as tasks from '../../../events/schedules/files.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { reconcileFiles } from '../../../lib/files/upkeep/reconcile-files.ts';

export const handler = scheduled(tasks.reconcileFiles, (ctx, slot, { force }) =>
  reconcileFiles(ctx, slot, force),
);
