import { updateInbox } from '../../../events/queues/sns.ts';
import { consumeTogether } from '../../../lib/queue/consume-together.ts';
import { updateInboxes } from '../../../lib/sns/update-inbox.ts';

export const handler = consumeTogether(updateInbox, {
  keyOf: ({ subject }) => subject,
  act: updateInboxes,
});
