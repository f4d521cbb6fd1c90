import * as tasks from '../../../events/schedules/identity.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { purgeDeletedAccounts } from '../../../lib/identity/deletion/purge-deleted-accounts.ts';

export const handler = scheduled(tasks.purgeDeletedAccounts, (ctx, slot) =>
  purgeDeletedAccounts(ctx, slot),
);
