import * as z from 'zod';
import { authorView } from '../identity/accounts/schema.ts';
import { id } from '../schema/ids.ts';
import { type KindName, kindNames } from '../schema/inbox-kinds.ts';
import { timestamp } from '../schema/time.ts';

/** Kinds of entries about what an administrator did; nobody is shown which administrator. */
export const impersonalKinds: ReadonlySet<KindName> = new Set(['moderation']);

/** Entries that are counted. */
export const mostCounted = 100;

/** "Lee and 12 others liked your post". */
export const inboxEntryView = z
  .object({
    id: id('inboxEntry').meta({ description: 'Changes when somebody is added to the entry.' }),
    type: z.enum(kindNames),
    actors: z.array(authorView).meta({
      description: 'The three newest at most; nobody where the type is `moderation`.',
    }),
    actorCount: z.int().min(0),
    target: z.object({ type: z.enum(['post', 'user', 'file', 'company']), id: z.string() }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why the target was taken down, where the type is `moderation`.' }),
    createdAt: timestamp.meta({ description: 'When somebody was added last.' }),
    read: z.boolean(),
  })
  .meta({ id: 'InboxEntry' });

export type InboxEntryView = z.input<typeof inboxEntryView>;

export const unreadCountView = z.object({
  count: z.int().min(0).max(mostCounted),
  hasMore: z
    .boolean()
    .meta({ description: `There may be more than were counted, which is ${mostCounted} at most.` }),
});

export const readPositionInput = z.strictObject({ upTo: id('inboxEntry') });

export const readPositionView = z.object({
  upTo: id('inboxEntry').meta({ description: 'Entries up to this one are read.' }),
});
