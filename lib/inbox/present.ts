import type { EntityItem } from 'electrodb';
import { userRead } from '../identity/authors.ts';
import type { AuthorView } from '../identity/schema.ts';
import { toAuthorView } from '../identity/user-view.ts';
import { timeOfId } from '../ids.ts';
import { getGroups, one } from '../model/read.ts';
import { barrierSeenBy } from '../sns/barrier.ts';
import { barrierRead } from '../sns/reads.ts';
import { mostShown } from './group-changes.ts';
import type { InboxGroups } from './groups.entity.ts';
import { inboxKinds } from './kinds.ts';
import { InboxPositions } from './positions.entity.ts';
import type { InboxEntryView } from './schema.ts';

export type Group = EntityItem<typeof InboxGroups>;

/** How far somebody has read, to be read together with other items. */
export const positionRead = (userId: string) => one(InboxPositions, InboxPositions.get({ userId }));

/**
 * The entries that groups are shown as, `null` where nobody is left who may be shown: whose act is
 * taken back, who is gone, blocked or muted. Of many in one group those are looked at who came last;
 * the others are counted as they were written.
 */
export async function presentGroups(
  recipientId: string,
  groups: readonly Group[],
): Promise<(InboxEntryView | null)[]> {
  const looked = groups.flatMap(({ kind, targetId, newest }) =>
    newest.map((deed) => {
      const notice = { recipientId, kind, targetId, ...deed };
      return { notice, reads: inboxKinds[kind].reads(notice) };
    }),
  );
  const { positions, actors, barriers, evidence } = await getGroups(
    {
      positions: [positionRead(recipientId)],
      actors: looked.map(({ notice }) => userRead(notice.actorId)),
      barriers: looked.map(({ notice }) => barrierRead(recipientId, notice.actorId)),
      evidence: looked.flatMap(({ reads }) => reads),
    },
    { consistent: true },
  );
  const upTo = positions[0]?.upTo ?? '';
  let firstRead = 0;
  const shown = looked.map(({ notice, reads }, index): AuthorView | null => {
    const found = evidence.slice(firstRead, firstRead + reads.length);
    firstRead += reads.length;
    const actor = actors[index];
    const barrier = barriers[index] ?? null;
    const { blocking, isBlocked, muting } = barrierSeenBy(recipientId, notice.actorId, barrier);
    if (!actor || blocking || isBlocked || muting) return null;
    return inboxKinds[notice.kind].holds(found, notice, actor) ? toAuthorView(actor) : null;
  });
  let firstActor = 0;
  return groups.map(({ entryId, kind, targetId, newest, actorCount }) => {
    const own = shown.slice(firstActor, firstActor + newest.length);
    firstActor += newest.length;
    const seen = own.filter((actor) => actor !== null);
    if (seen.length === 0) return null;
    return {
      id: entryId,
      type: kind,
      actors: seen.toReversed().slice(0, mostShown),
      actorCount: actorCount - (own.length - seen.length),
      target: { type: inboxKinds[kind].targetType, id: targetId },
      createdAt: timeOfId(entryId).toISOString(),
      read: entryId <= upTo,
    };
  });
}
