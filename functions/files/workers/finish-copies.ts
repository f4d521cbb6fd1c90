import { finishCopies as queue } from '../../../events/queues/files.ts';
import { finishCopyOf } from '../../../lib/files/copies/finish-copy.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queue, {
  'file.copy_begun': (ctx, { data }) => finishCopyOf(ctx, data.fileId),
});
