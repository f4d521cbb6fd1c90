import * as z from 'zod';
import { defineMessage } from '../../lib/queue/message.ts';
import { id } from '../../lib/schema/ids.ts';
import { kindNames } from '../../lib/schema/inbox-kinds.ts';

/** A user got something new in their inbox. */
export const inboxNoticed = defineMessage({
  type: 'inbox.noticed',
  version: 1,
  data: z.object({
    recipientId: id('user'),
    kind: z.enum(kindNames),
    targetId: z.string(),
    /** Not of what administrators did. */
    actorId: id('user').optional(),
  }),
});

/** A user has read their inbox up to an entry. */
export const inboxRead = defineMessage({
  type: 'inbox.read',
  version: 1,
  data: z.object({ userId: id('user'), upTo: id('inboxEntry') }),
});

/** Check whether entries about an actor still hold; go on after `after`. */
export const reviewInbox = defineMessage({
  type: 'sns.review_inbox',
  version: 1,
  data: z.object({ recipientId: id('user'), actorId: id('user'), after: z.string() }),
});
