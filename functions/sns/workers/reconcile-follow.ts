import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { reconcileFollow, reconcileMute } from '../../../lib/sns/timeline/reconcile-follow.ts';

export const handler = consume(queues.reconcileFollow, {
  'user.followed': (ctx, { data }) => reconcileFollow(ctx, data),
  'user.unfollowed': (ctx, { data }) => reconcileFollow(ctx, data),
  'user.muted': (ctx, { data }) => reconcileMute(ctx, data),
  'user.unmuted': (ctx, { data }) => reconcileMute(ctx, data),
  'sns.reconcile_rest': (ctx, { data }) => reconcileFollow(ctx, data),
});
