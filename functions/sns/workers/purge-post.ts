import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { purgePost } from '../../../lib/sns/publishing/purge-post.ts';

export const handler = consume(queues.purgePost, {
  'sns.purge_post': (ctx, { data }) => purgePost(ctx, data),
});
