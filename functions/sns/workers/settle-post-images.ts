import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { settlePostImages } from '../../../lib/sns/images/settle-post-images.ts';

export const handler = consume(queues.settlePostImages, {
  'image.rendered': (ctx, { data }) => settlePostImages(ctx, data),
  'image.refused': (ctx, { data }) => settlePostImages(ctx, data),
  'image.removed': (ctx, { data }) => settlePostImages(ctx, data),
  'sns.settle_rest': (ctx, { data }) => settlePostImages(ctx, data),
});
