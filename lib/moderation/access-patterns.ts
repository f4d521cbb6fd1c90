import { exampleUserId } from '../identity/accounts/schema.ts';
import type { AccessPattern } from '../model/access-pattern.ts';
import { examplePostId } from '../sns/posts/schema.ts';
import { takedownsOfOwner } from './takedown.ts';
import { Takedowns } from './takedowns.entity.ts';

/** What takedowns are asked. */
export const moderationAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'sns.takedown-by-object',
    question: 'Was this taken down, and why?',
    usedBy: ['sns.listInbox', 'sns.countUnread', 'sns.updateInbox'],
    index: 'primary',
    consistent: true,
    build: () => Takedowns.get({ objectId: examplePostId }).params({ consistent: true }),
  },
  {
    id: 'sns.takedowns-of-owner',
    question: 'What was taken down of this user?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => takedownsOfOwner(exampleUserId).params({ limit: 2000 }),
  },
];
