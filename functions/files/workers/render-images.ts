import * as queues from '../../../events/queues/files.ts';
import { renderImage } from '../../../lib/files/contents/render-image.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.renderImages, {
  'image.uploaded': (ctx, { data }) => renderImage(ctx, data),
  'image.removed': (ctx, { data }) => renderImage(ctx, data),
});
