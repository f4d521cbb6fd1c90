import * as tasks from '../../../events/schedules/sns.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { orderPurges } from '../../../lib/sns/publishing/purge-posts.ts';

export const handler = scheduled(tasks.purgeDeletedPosts, (ctx) => orderPurges(ctx));
