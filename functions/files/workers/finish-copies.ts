import * as queues from '../../../events/queues/files.ts';
import { finishCopyOf } from '../../../lib/files/copies/finish-copy.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.finishCopies, {
  'file.copy_begun': (ctx, { data }) => finishCopyOf(ctx, data.fileId),
});
