import { defineTask } from '../../lib/cron/task.ts';

export const purgeDeletedPosts = defineTask({
  id: 'sns.purgeDeletedPosts',
  summary: 'Have deleted posts removed with all that hangs on them',
  schedule: 'cron(0 3 * * ? *)',
  zone: 'Asia/Seoul',
  timeoutSeconds: 300,
  needs: { indexes: ['gsi1'], sqs: ['purge-post'] },
});

/** The scheduled tasks of this domain. */
export const snsTasks = [purgeDeletedPosts] as const;
