import * as queues from '../../../events/queues/files.ts';
import { finishCopies } from '../../../lib/files/copies/finish-copies.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.finishCopies, {
  'file.copy_begun': (ctx, { data }) => finishCopies(ctx, data.fileId),
});
