import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { fanOutPost } from '../../../lib/sns/timeline/fan-out-post.ts';

export const handler = consume(queues.fanOutPost, {
  'post.created': async (ctx, { data }) => {
    if (data.delivery === 'push') await fanOutPost(ctx, data);
  },
  'sns.fan_out_rest': (ctx, { data }) => fanOutPost(ctx, data),
});
