import * as queues from '../../../events/queues/files.ts';
import { renderImages } from '../../../lib/files/contents/render-images.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.renderImages, {
  'image.uploaded': (ctx, { data }) => renderImages(ctx, data),
  'image.removed': (ctx, { data }) => renderImages(ctx, data),
});
