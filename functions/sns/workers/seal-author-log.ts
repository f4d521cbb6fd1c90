import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { sealAuthorLog } from '../../../lib/sns/timeline/seal-author-log.ts';

export const handler = consume(queues.sealAuthorLog, {
  'author_log.filled': (ctx, { data }) => sealAuthorLog(ctx, data),
});
