import * as tasks from '../../../events/schedules/files.ts';
import { scheduled } from '../../../lib/cron/scheduled.ts';
import { expireFiles } from '../../../lib/files/uploads/expire-files.ts';
import { removeLateUploads } from '../../../lib/files/uploads/remove-late-uploads.ts';

export const handler = scheduled(tasks.expireFiles, async (ctx, slot) => {
  await expireFiles(ctx, slot);
  await removeLateUploads(ctx);
});
