import * as tasks from '../../../events/schedules/identity.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { orderPurges } from '../../../lib/identity/deletion/purge-account.ts';

export const handler = scheduled(tasks.purgeDeletedAccounts, (ctx, slot) => orderPurges(ctx, slot));
