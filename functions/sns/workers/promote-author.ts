import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { beginPromotion, listAsLoud } from '../../../lib/sns/timeline/promote-author.ts';

export const handler = consume(queues.promoteAuthor, {
  'sns.promote_author': (ctx, { data }) => beginPromotion(ctx, data),
  'sns.list_as_loud': (ctx, { data }) => listAsLoud(ctx, data),
});
