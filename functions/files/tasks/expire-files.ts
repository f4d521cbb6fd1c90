import { expireFiles as task } from '../../../events/schedules/files.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { expireFiles } from '../../../lib/files/expire-files.ts';

export const handler = scheduled(task, expireFiles);
