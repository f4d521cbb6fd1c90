import * as queues from '../../../events/queues/identity.ts';
import {
  removeReplacedImages,
  settleProfileImage,
} from '../../../lib/identity/profile-image/settle-profile-images.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.settleProfileImages, {
  'image.rendered': (ctx, { data }) => settleProfileImage(ctx, data.ownerId, data.fileId),
  'image.refused': (ctx, { data }) => settleProfileImage(ctx, data.ownerId, data.fileId),
  'image.removed': (ctx, { data }) => settleProfileImage(ctx, data.ownerId, data.fileId),
  'profile_image.replaced': (ctx, { data }) => removeReplacedImages(ctx, data.userId, data.fileIds),
});
