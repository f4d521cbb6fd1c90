import * as queues from '../../../events/queues/sns.ts';
import { consume } from '../../../lib/queue/consume.ts';
import { reconcile, reconcileMute } from '../../../lib/sns/timeline/reconcile-follow.ts';

export const handler = consume(queues.reconcileFollow, {
  'user.followed': (ctx, { data }) => reconcile(ctx, data),
  'user.unfollowed': (ctx, { data }) => reconcile(ctx, data),
  'user.muted': (ctx, { data }) => reconcileMute(ctx, data),
  'user.unmuted': (ctx, { data }) => reconcileMute(ctx, data),
  'sns.reconcile_rest': (ctx, { data }) => reconcile(ctx, data),
});
