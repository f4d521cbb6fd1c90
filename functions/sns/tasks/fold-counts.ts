import * as tasks from '../../../events/schedules/sns.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { foldCounts } from '../../../lib/sns/posts/fold-counts.ts';

export const handler = scheduled(tasks.foldCounts, (ctx) => foldCounts(ctx));
