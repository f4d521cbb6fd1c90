import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { purge } from '../../../lib/sns/publishing/purge-posts.ts';

export const handler = consume(queues.purgePost, {
  'sns.purge_post': (ctx, { data }) => purge(ctx, data),
});
