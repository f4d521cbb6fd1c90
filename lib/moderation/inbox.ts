import { defineInboxKind } from '../inbox/kind.ts';
import { absent, exists } from '../model/write.ts';
import { idPrefixes } from '../schema/ids.ts';
import { takedownRead } from './takedown.ts';
import { Takedowns } from './takedowns.entity.ts';

/** Stands in inboxes in place of the administrator who acted; it cannot be blocked, muted or seen. */
export const moderator = 'system:moderation';

/** Of what administrators take down, its owner is told in the inbox, and why. */
export const moderationInboxKinds = {
  moderation: defineInboxKind({
    targetType: (targetId) => (targetId.startsWith(`${idPrefixes.post}_`) ? 'post' : 'file'),
    reads: ({ targetId }) => [takedownRead(targetId)],
    holds: ([takedown], { recipientId }) => takedown?.ownerId === recipientId,
    reasonOf: ([takedown]) => takedown?.reason,
    asFound: ([takedown], { targetId }, otherwise) => [
      (takedown ? exists : absent)(Takedowns, { objectId: targetId }, otherwise),
    ],
  }),
};
