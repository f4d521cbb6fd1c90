import { defineRoute } from '../../../lib/http/route.ts';
import {
  inboxEntryView,
  readPositionInput,
  readPositionView,
  unreadCountView,
} from '../../../lib/inbox/schema.ts';
import { exampleTakedown } from '../../../lib/moderation/schema.ts';
import { exampleId } from '../../../lib/schema/ids.ts';
import { pageOf } from '../../../lib/schema/page.ts';

const ownAccount = { scopes: ['account'] } as const;

export const listInbox = defineRoute({
  id: 'sns.listInbox',
  method: 'GET',
  path: '/v1/inbox',
  summary: 'List your inbox',
  description:
    'The latest first. Who does the same to one thing comes into one entry, until you have read it. What was taken back, or comes from somebody you block or mute, is not there. An entry of type `moderation` tells that administrators took down a post or file of yours, and why: it names none of them, and nobody can choose not to be told.',
  auth: ownAccount,
  paginated: true,
  responses: { 200: pageOf(inboxEntryView) },
  errors: [],
  examples: {
    response: {
      items: [
        {
          id: exampleId('inboxEntry'),
          type: 'like',
          actors: [{ id: exampleId('user'), handle: 'lee', name: 'Lee' }],
          actorCount: 13,
          target: { type: 'post', id: exampleId('post') },
          createdAt: '2026-11-21T09:00:00.000Z',
          read: false,
        },
        {
          id: 'inb_01jd3v9k2m4n5p6q7r8s9t0v1v',
          type: 'moderation',
          actors: [],
          actorCount: 0,
          target: { type: 'post', id: 'post_01jd3v9k2m4n5p6q7r8s9t0v1v' },
          ...exampleTakedown,
          createdAt: '2026-11-20T09:00:00.000Z',
          read: true,
        },
      ],
      nextCursor: null,
    },
  },
  needs: { dynamodb: ['Query', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const countUnread = defineRoute({
  id: 'sns.countUnread',
  method: 'GET',
  path: '/v1/inbox/unread-count',
  summary: 'Count unread inbox entries',
  auth: ownAccount,
  responses: { 200: unreadCountView },
  errors: [],
  examples: { response: { count: 2, hasMore: false } },
  needs: { dynamodb: ['Query', 'GetItem', 'BatchGetItem'], indexes: ['gsi1'] },
});

export const markInboxRead = defineRoute({
  id: 'sns.markInboxRead',
  method: 'PUT',
  path: '/v1/inbox/read',
  summary: 'Mark inbox entries as read',
  description:
    'Only moves forward: entries that are read stay read. Answers the newest entry that is read.',
  auth: ownAccount,
  body: readPositionInput,
  responses: { 200: readPositionView },
  errors: [],
  examples: {
    body: { upTo: exampleId('inboxEntry') },
    response: { upTo: exampleId('inboxEntry') },
  },
  needs: { dynamodb: ['Query', 'PutItem'], indexes: ['gsi1'] },
});
