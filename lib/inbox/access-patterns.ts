import type { AccessPattern } from '../model/access-pattern.ts';
import { exampleId } from '../schema/ids.ts';
import { InboxActors } from './actors.entity.ts';
import { groupName, InboxGroups } from './groups.entity.ts';
import { InboxPositions } from './positions.entity.ts';

const recipientId = exampleId('user');
const thread = { recipientId, kind: 'follow', targetId: recipientId } as const;
const actorId = 'usr_01jd3v9k2m4n5p6q7r8s9t0v1x';
const consistent = { consistent: true } as const;

/** The questions to inboxes. */
export const inboxAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'sns.inbox-page',
    question: 'What comes next in this user’s inbox?',
    usedBy: ['sns.listInbox', 'sns.countUnread', 'sns.markInboxRead'],
    index: 'gsi1',
    consistent: false,
    build: () =>
      InboxGroups.query
        .inbox({ recipientId })
        .lt({ entryId: exampleId('inboxEntry') })
        .params({ order: 'desc', limit: 21 }),
  },
  {
    id: 'sns.inbox-group',
    question: 'Which entry about this thing takes who does the same, and which took these?',
    usedBy: ['sns.updateInbox', 'sns.purgePost', 'identity.purgeAccount'],
    index: 'primary',
    consistent: true,
    build: () => [
      InboxGroups.query.groups(thread).params({ ...consistent, order: 'desc', limit: 1 }),
      InboxGroups.get({ ...thread, group: groupName(1) }).params(consistent),
    ],
  },
  {
    id: 'sns.inbox-actor',
    question: 'Is this user told that that one did this?',
    usedBy: ['sns.updateInbox', 'identity.purgeAccount'],
    index: 'primary',
    consistent: true,
    build: () => InboxActors.get({ ...thread, actorId }).params(consistent),
  },
  {
    id: 'sns.inbox-actors',
    question: 'Who is this user told of about this thing?',
    usedBy: [
      ...(['sns.listInbox', 'sns.countUnread'] as const),
      ...(['sns.updateInbox', 'sns.purgePost', 'identity.purgeAccount'] as const),
    ],
    index: 'primary',
    consistent: true,
    build: () => InboxActors.query.actors(thread).params({ ...consistent, limit: 100 }),
  },
  {
    id: 'sns.inbox-traces',
    question: 'What are others, or is one other, told of this user?',
    usedBy: ['sns.updateInbox', 'identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => InboxActors.query.traces({ actorId, recipientId }).params({ limit: 50 }),
  },
  {
    id: 'sns.inbox-position',
    question: 'How far has this user read their inbox?',
    usedBy: ['sns.listInbox', 'sns.countUnread', 'sns.updateInbox', 'identity.purgeAccount'],
    index: 'primary',
    consistent: true,
    build: () => InboxPositions.get({ userId: recipientId }).params(consistent),
  },
];
