import * as queues from '../../../events/queues/sns.ts';
import { consumeTogether } from '../../../lib/queue/consume-together.ts';
import { inboxKinds } from '../../../lib/registry/inbox-kinds.ts';
import { updateInbox } from '../../../lib/sns/update-inbox.ts';

export const handler = consumeTogether(queues.updateInbox, {
  keyOf: ({ subject }) => subject,
  act: (ctx, messages, timeLeft) => updateInbox(ctx, inboxKinds, messages, timeLeft),
});
