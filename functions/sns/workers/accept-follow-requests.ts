import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { acceptAll } from '../../../lib/relations/follow-requests.ts';

export const handler = consume(queues.acceptFollowRequests, {
  'user.updated': async (ctx, { data }) => {
    if (data.changed.includes('isPrivate')) await acceptAll(ctx, { targetId: data.userId });
  },
  'sns.accept_follow_requests': (ctx, { data }) => acceptAll(ctx, data),
});
