import { defineQueue } from '../../lib/queue/queue.ts';
import { fileCompleted, fileDeleted, fileRefused } from '../messages/files.ts';

export const removeObjects = defineQueue({
  id: 'files.removeObjects',
  summary: 'Remove contents that no file needs any more',
  subscribes: [fileCompleted, fileRefused, fileDeleted],
  accepts: [],
  timeoutSeconds: 30,
  batchSize: 10,
  // To remove what is gone does no harm.
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem'],
    objects: { uploads: ['DeleteObject'], files: ['DeleteObject'] },
    bucket: ['ListBucket'],
  },
});

/** The queues of this domain's workers. */
export const filesQueues = [removeObjects] as const;
