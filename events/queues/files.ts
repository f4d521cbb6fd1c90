import { defineQueue } from '../../lib/queue/queue.ts';
import {
  fileCompleted,
  fileCopyBegun,
  fileCopyEnded,
  fileDeleted,
  fileRefused,
  imageRemoved,
  imageUploaded,
  reconcileContents as reconcileContentsCommand,
} from '../messages/files.ts';

export const removeObjects = defineQueue({
  id: 'files.removeObjects',
  summary: 'Remove contents that no file needs any more',
  subscribes: [fileCompleted, fileRefused, fileDeleted, fileCopyEnded],
  accepts: [],
  timeoutSeconds: 30,
  batchSize: 10,
  // Removing twice does no harm.
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem'],
    indexes: ['gsi2'],
    objects: { uploads: ['DeleteObject'], files: ['DeleteObject', 'AbortMultipartUpload'] },
    bucket: ['ListBucket', 'ListBucketMultipartUploads'],
  },
});

export const renderImages = defineQueue({
  id: 'files.renderImages',
  summary:
    'Make small, upright pictures without metadata of images, and remove those of deleted ones',
  subscribes: [imageUploaded, imageRemoved],
  accepts: [],
  timeoutSeconds: 60,
  batchSize: 1,
  maxConcurrency: 10,
  tenantOf: ({ data }) => imageRemoved.data.parse(data).ownerId,
  // Making or removing renditions twice gives the same result.
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'UpdateItem'],
    objects: { files: ['GetObject'], renditions: ['GetObject', 'PutObject', 'DeleteObject'] },
  },
  packages: ['sharp'],
  // The dearest picture that is accepted, an interlaced PNG of 8,192 by 8,192 pixels with 16 bits in each
  // of four channels and 32 MB, takes 0.8 GB; with this much Lambda gives a whole processor.
  memoryMb: 1769,
});

export const finishCopies = defineQueue({
  id: 'files.finishCopies',
  summary: 'Finish copies of files that were begun',
  subscribes: [fileCopyBegun],
  accepts: [],
  // The copy of a large file goes on in the next run.
  timeoutSeconds: 60,
  batchSize: 1,
  maxConcurrency: 10,
  // Copying twice gives the same result.
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'],
    objects: { files: ['GetObject', 'PutObject', 'ListMultipartUploadParts'] },
  },
});

export const reconcileContents = defineQueue({
  id: 'files.reconcileContents',
  summary: 'Remove objects that no file needs, and mark files whose content is not there',
  subscribes: [],
  accepts: [reconcileContentsCommand],
  timeoutSeconds: 300,
  batchSize: 1,
  // Comparing twice gives the same result.
  outsideEffect: 'none',
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'Scan', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    indexes: ['gsi2'],
    objects: {
      files: ['GetObject', 'DeleteObject'],
      uploads: ['DeleteObject'],
      renditions: ['DeleteObject'],
    },
    bucket: ['ListBucket'],
    sqs: ['reconcile-contents'],
  },
});

/** The queues of this domain's workers. */
export const filesQueues = [removeObjects, renderImages, finishCopies, reconcileContents] as const;
