import { fileTakenDown } from '../../events/messages/files.ts';
import { postTakenDown } from '../../events/messages/sns.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { draft } from '../queue/message.ts';
import { Takedowns } from './takedowns.entity.ts';

/** Turns takedowns into events. */
export const moderationChanges: readonly ChangeRule[] = [
  onChange(Takedowns, (before, after) => {
    if (before || !after) return [];
    const { objectType, objectId, ownerId: userId, reason } = after;
    const about = { userId, after: { reason } };
    return objectType === 'post'
      ? [draft(postTakenDown, objectId, { postId: objectId, ...about })]
      : [draft(fileTakenDown, objectId, { fileId: objectId, ...about })];
  }),
];
