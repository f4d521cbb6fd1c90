import type { AccessPattern } from '../model/access-pattern.ts';
import { exampleId } from '../schema/ids.ts';
import { takedownsOfOwner } from './takedown.ts';
import { Takedowns } from './takedowns.entity.ts';

/** The questions to takedowns. */
export const moderationAccessPatterns: readonly AccessPattern[] = [
  {
    id: 'sns.takedown-by-object',
    question: 'Was this taken down, and why?',
    usedBy: ['sns.listInbox', 'sns.countUnread', 'sns.updateInbox'],
    index: 'primary',
    consistent: true,
    build: () => Takedowns.get({ objectId: exampleId('post') }).params({ consistent: true }),
  },
  {
    id: 'sns.takedowns-of-owner',
    question: 'What was taken down of this user?',
    usedBy: ['identity.purgeAccount'],
    index: 'gsi1',
    consistent: false,
    build: () => takedownsOfOwner(exampleId('user')).params({ limit: 2000 }),
  },
];
