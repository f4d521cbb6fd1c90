import { entity } from '../model/entity.ts';
import { kindNames } from '../schema/inbox-kinds.ts';

/** Name of the group with this number; names sort as numbers do. */
export const groupName = (number: number) => String(number).padStart(8, '0');

/**
 * An entry of an inbox: what some have done to one thing, of one kind. Who does the same after it was
 * read comes into a new group, so that a group is read or is not.
 */
export const InboxGroups = entity('inboxGroup', {
  attributes: {
    recipientId: { type: 'string', required: true },
    kind: { type: kindNames, required: true },
    targetId: { type: 'string', required: true },
    /** {@link groupName}: the highest is the one that may take more. */
    group: { type: 'string', required: true },
    /** Tells when somebody was added last, and changes then. */
    entryId: { type: 'string', required: true },
    actorCount: { type: 'number', required: true },
    /** Who was added last, the newest at the end; no more than {@link mostKept}. */
    newest: {
      type: 'list',
      required: true,
      items: {
        type: 'map',
        properties: {
          actorId: { type: 'string', required: true },
          sourceId: { type: 'string' },
        },
      },
    },
  },
  indexes: {
    /** Isolated: the groups about one thing in one inbox, the highest number last. */
    groups: { pk: ['recipientId'], sk: ['kind', 'targetId', 'group'] },
    /** Isolated: one inbox by time, which a page reads by one query. For showing only. */
    inbox: { index: 'gsi1', pk: ['recipientId'], sk: ['entryId'] },
  },
});

/** Those who are shown, and some to take the place of who is not to be seen any more. */
export const mostKept = 5;
