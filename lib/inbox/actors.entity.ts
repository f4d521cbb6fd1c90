import { entity } from '../model/entity.ts';
import { kindNames } from '../schema/inbox-kinds.ts';

/**
 * That somebody counts in a group of an inbox: in one of those about a thing, however often told. Of
 * what is toggled it stays for a while when that is taken back, and counts no more: who does it again
 * comes into the same group, which is not told as new.
 */
export const InboxActors = entity('inboxActor', {
  attributes: {
    recipientId: { type: 'string', required: true },
    kind: { type: kindNames, required: true },
    targetId: { type: 'string', required: true },
    actorId: { type: 'string', required: true },
    /** What they did it by, where that is a thing of its own: a reply. */
    sourceId: { type: 'string' },
    /** The group that they count in, or counted in. */
    group: { type: 'string', required: true },
    /** They count no more. */
    isOver: { type: 'boolean' },
    /** Of the group, when they left it. */
    entryId: { type: 'string' },
    /** Seconds since 1970; of those who count no more. */
    expiresAt: { type: 'number' },
  },
  indexes: {
    /** Isolated: who did one thing, by id. */
    actors: { pk: ['recipientId'], sk: ['kind', 'targetId', 'actorId'] },
    /** Isolated: where somebody is told of, for blocks and the purge of an account. */
    traces: { index: 'gsi1', pk: ['actorId'], sk: ['recipientId', 'kind', 'targetId'] },
  },
});
