import { defineTask } from '../../lib/cron/task.ts';

export const purgeDeletedAccounts = defineTask({
  id: 'identity.purgeDeletedAccounts',
  summary: 'Have accounts purged whose owners deleted them thirty days ago and have not come back',
  schedule: 'cron(0 4 * * ? *)',
  zone: 'Asia/Seoul',
  timeoutSeconds: 300,
  needs: { indexes: ['gsi1'], sqs: ['purge-account'] },
});

/** The scheduled tasks of this domain. */
export const identityTasks = [purgeDeletedAccounts] as const;
