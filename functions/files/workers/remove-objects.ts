import * as queues from '../../../events/queues/files.ts';
import { removeObjects } from '../../../lib/files/upkeep/remove-objects.ts';
import { consume } from '../../../lib/queue/consume.ts';

export const handler = consume(queues.removeObjects, {
  'file.completed': (_ctx, { data }) => removeObjects(data.fileId),
  'file.refused': (_ctx, { data }) => removeObjects(data.fileId),
  'file.deleted': (_ctx, { data }) => removeObjects(data.fileId),
  'file.copy_ended': (_ctx, { data }) => removeObjects(data.fileId),
});
