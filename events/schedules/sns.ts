import { defineTask } from '../../lib/cron/task.ts';

export const purgeDeletedPosts = defineTask({
  id: 'sns.purgeDeletedPosts',
  summary: 'Have deleted posts removed with all that hangs on them',
  schedule: 'cron(0 3 * * ? *)',
  zone: 'Asia/Seoul',
  timeoutSeconds: 300,
  needs: { indexes: ['gsi1'], sqs: ['purge-post'] },
});

export const foldCounts = defineTask({
  id: 'sns.foldCounts',
  summary: 'Fold the counts of posts together that very many liked or answered at once',
  schedule: 'rate(10 minutes)',
  zone: 'UTC',
  timeoutSeconds: 300,
  needs: { dynamodb: ['BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'] },
});

/** The scheduled tasks of this domain. */
export const snsTasks = [purgeDeletedPosts, foldCounts] as const;
