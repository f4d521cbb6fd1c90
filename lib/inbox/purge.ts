import { find } from '../model/read.ts';
import { writeMany } from '../model/write-many.ts';
import type { PurgeStep } from '../purge/purge-step.ts';
import { InboxActors } from './actors.entity.ts';
import { InboxGroups } from './groups.entity.ts';
import { withdraw } from './notify.ts';
import { InboxPositions } from './positions.entity.ts';

/** Transactions of one part. */
const perPart = 50;

/** Items of one part where they go 25 a request. */
const itemsPerPart = 2000;

/** Entries about a user in other inboxes. */
const tracesOfActor: PurgeStep = {
  id: 'sns.inboxTraces',
  covers: ['inboxActor', 'inboxGroup'],
  async removePart(ctx, userId) {
    const { data, cursor } = await InboxActors.query
      .traces({ actorId: userId })
      .go({ limit: perPart });
    await withdraw(ctx, data);
    return { hasRemoved: data.length > 0, ...(cursor !== null && { rest: '' }) };
  },
};

const ownInbox: PurgeStep = {
  id: 'sns.inbox',
  covers: ['inboxActor', 'inboxGroup', 'inboxPosition'],
  async removePart(_ctx, userId) {
    const inbox = { recipientId: userId };
    const options = { consistent: true, limit: itemsPerPart } as const;
    const [groups, actors, position] = await Promise.all([
      InboxGroups.query.groups(inbox).go(options),
      InboxActors.query.actors(inbox).go(options),
      find(InboxPositions, { userId }),
    ]);
    await writeMany([
      ...groups.data.map(({ kind, targetId, group }) =>
        InboxGroups.delete({ ...inbox, kind, targetId, group }),
      ),
      ...actors.data.map(({ kind, targetId, actorId }) =>
        InboxActors.delete({ ...inbox, kind, targetId, actorId }),
      ),
      ...(position ? [InboxPositions.delete({ userId })] : []),
    ]);
    const hasRemoved = groups.data.length + actors.data.length > 0 || position !== null;
    const isMore = groups.cursor !== null || actors.cursor !== null;
    return { hasRemoved, ...(isMore && { rest: '' }) };
  },
};

/** The inbox of a user, and their traces in others. */
export const inboxPurgeSteps: readonly PurgeStep[] = [tracesOfActor, ownInbox];
