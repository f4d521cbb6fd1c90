import * as queues from '../../../events/queues/files.ts';
import { reconcileContents } from '../../../lib/files/upkeep/reconcile-contents.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { fileUses } from '../../../lib/registry/file-uses.ts';

export const handler = consume(queues.reconcileContents, {
  'files.reconcile_contents': (ctx, { data }) => reconcileContents(ctx, fileUses, data),
});
