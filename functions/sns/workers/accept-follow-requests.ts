import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { acceptFollowRequests } from '../../../lib/relations/accept-follow-requests.ts';

export const handler = consume(queues.acceptFollowRequests, {
  'user.updated': async (ctx, { data }) => {
    const { changed, userId } = data;
    // Requests of an account that was suspended in the middle wait for its return.
    if (changed.includes('isPrivate') || changed.includes('status')) {
      await acceptFollowRequests(ctx, { targetId: userId });
    }
  },
  'user.restored': (ctx, { data }) => acceptFollowRequests(ctx, { targetId: data.userId }),
  'sns.accept_follow_requests': (ctx, { data }) => acceptFollowRequests(ctx, data),
});
