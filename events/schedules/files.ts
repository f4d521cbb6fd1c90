import { defineTask } from '../../lib/cron/task.ts';

export const expireFiles = defineTask({
  id: 'files.expireFiles',
  summary: 'Forget files whose content has not come within a day',
  schedule: 'cron(15 * * * ? *)',
  zone: 'UTC',
  timeoutSeconds: 300,
  needs: { dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem'], indexes: ['gsi1'] },
});

/** The scheduled tasks of this domain. */
export const filesTasks = [expireFiles] as const;
