import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { settlePostImage } from '../../../lib/sns/images/settle-post-images.ts';

export const handler = consume(queues.settlePostImages, {
  'image.rendered': (ctx, { data }) => settlePostImage(ctx, data),
  'image.refused': (ctx, { data }) => settlePostImage(ctx, data),
  'image.removed': (ctx, { data }) => settlePostImage(ctx, data),
  'sns.settle_rest': (ctx, { data }) => settlePostImage(ctx, data),
});
