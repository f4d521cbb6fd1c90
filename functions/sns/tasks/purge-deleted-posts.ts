import * as tasks from '../../../events/schedules/sns.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { purgeDeletedPosts } from '../../../lib/sns/publishing/purge-deleted-posts.ts';

export const handler = scheduled(tasks.purgeDeletedPosts, (ctx) => purgeDeletedPosts(ctx));
