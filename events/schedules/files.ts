import { defineTask } from '../../lib/cron/task.ts';

export const expireFiles = defineTask({
  id: 'files.expireFiles',
  summary:
    'Forget files whose content has not come within a day, and remove what came for none that waits',
  schedule: 'cron(15 * * * ? *)',
  zone: 'UTC',
  timeoutSeconds: 300,
  needs: {
    dynamodb: ['GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem'],
    indexes: ['gsi1'],
    objects: { uploads: ['DeleteObject'] },
    bucket: ['ListBucket'],
  },
});

export const reconcileFiles = defineTask({
  id: 'files.reconcileFiles',
  summary: 'Have objects and files compared, and both kinds of orphans seen to',
  schedule: 'cron(0 2 * * ? *)',
  zone: 'Asia/Seoul',
  timeoutSeconds: 30,
  needs: { sqs: ['reconcile-contents'] },
});

/** The scheduled tasks of this domain. */
export const filesTasks = [expireFiles, reconcileFiles] as const;
