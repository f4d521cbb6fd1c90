import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { fanOut } from '../../../lib/sns/timeline/fan-out.ts';

export const handler = consume(queues.fanOutPost, {
  'post.created': async (ctx, { data }) => {
    if (data.delivery === 'push') await fanOut(ctx, data);
  },
  'sns.fan_out_rest': (ctx, { data }) => fanOut(ctx, data),
});
