import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { sealLog } from '../../../lib/sns/timeline/seal-author-log.ts';

export const handler = consume(queues.sealAuthorLog, {
  'author_log.filled': (ctx, { data }) => sealLog(ctx, data),
});
