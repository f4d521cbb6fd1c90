import { inboxNoticed, inboxRead } from '../../events/messages/inbox.ts';
import { type ChangeRule, onChange } from '../events/change.ts';
import { draft } from '../queue/message.ts';
import { InboxActors } from './actors.entity.ts';
import { InboxPositions } from './positions.entity.ts';
import { impersonalKinds } from './schema.ts';

const actorChanges = onChange(InboxActors, (before, after) => {
  if (!after || after.isOver || before?.group === after.group) return [];
  const { recipientId, kind, targetId, actorId } = after;
  const by = impersonalKinds.has(kind) ? {} : { actorId };
  return [draft(inboxNoticed, recipientId, { recipientId, kind, targetId, ...by })];
});

const positionChanges = onChange(InboxPositions, (before, after) => {
  if (!after || before?.upTo === after.upTo) return [];
  const { userId, upTo } = after;
  return [draft(inboxRead, userId, { userId, upTo })];
});

/** Turns changes of inboxes into events. */
export const inboxChanges: readonly ChangeRule[] = [actorChanges, positionChanges];
