import * as tasks from '../../../events/schedules/sns.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { foldAll } from '../../../lib/sns/posts/post-counts.ts';

export const handler = scheduled(tasks.foldCounts, (ctx) => foldAll(ctx));
