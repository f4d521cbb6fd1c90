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
import type { Notice } from './kind.ts';
import { inboxKinds } from './kinds.ts';
import { othersIn } from './others.ts';
import { InboxPositions } from './positions.entity.ts';
import type { InboxEntryView } from './schema.ts';

export type Group = EntityItem<typeof InboxGroups>;

/** How far somebody has read, to be read together with other items. */
export const positionRead = (userId: string) => one(InboxPositions, InboxPositions.get({ userId }));

/** Pages of those who are not kept with a group that are looked at, while next to all are hidden. */
const mostPages = 3;

/**
 * The entries that groups are shown as, `null` where nobody is left who may be shown: whose act is
 * taken back, who is gone, blocked or muted. Of many in one group those are looked at who came last,
 * and others where too few of these may be shown; the rest are counted as they were written.
 */
export async function presentGroups(
  recipientId: string,
  groups: readonly Group[],
): Promise<(InboxEntryView | null)[]> {
  const looked = groups.flatMap((group) => noticesOf(group, group.newest));
  const { shown, upTo } = await lookAt(recipientId, looked);
  let first = 0;
  return Promise.all(
    groups.map(async (group): Promise<InboxEntryView | null> => {
      const { entryId, kind, targetId, newest, actorCount } = group;
      const kept = shown.slice(first, first + newest.length);
      first += newest.length;
      const { actors, hidden } = await withOthers(group, kept);
      if (actors.length === 0) return null;
      return {
        id: entryId,
        type: kind,
        actors: actors.slice(0, mostShown),
        actorCount: Math.max(actors.length, actorCount - hidden),
        target: { type: inboxKinds[kind].targetType, id: targetId },
        createdAt: timeOfId(entryId).toISOString(),
        read: entryId <= upTo,
      };
    }),
  );
}

const noticesOf = ({ recipientId, kind, targetId }: Group, deeds: Group['newest']): Notice[] =>
  deeds.map((deed) => ({ recipientId, kind, targetId, ...deed }));

/** Who of a group is shown, the newest first as far as that is kept, and how many are hidden. */
async function withOthers(
  group: Group,
  kept: readonly (AuthorView | null)[],
): Promise<{ actors: AuthorView[]; hidden: number }> {
  const actors = kept.filter((actor) => actor !== null).toReversed();
  let hidden = kept.length - actors.length;
  const { newest, actorCount, recipientId } = group;
  if (newest.length >= actorCount || actors.length >= mostShown) return { actors, hidden };
  let pages = 0;
  for await (const others of othersIn(group, new Set(newest.map(({ actorId }) => actorId)))) {
    const { shown } = await lookAt(recipientId, noticesOf(group, others));
    const seen = shown.filter((actor) => actor !== null);
    actors.push(...seen);
    hidden += shown.length - seen.length;
    pages += 1;
    if (actors.length >= mostShown || pages === mostPages) break;
  }
  return { actors, hidden };
}

/** Who did what these notices tell, `null` where the recipient may not see it; and how far they have read. */
async function lookAt(
  recipientId: string,
  notices: readonly Notice[],
): Promise<{ shown: (AuthorView | null)[]; upTo: string }> {
  const looked = notices.map((notice) => ({
    notice,
    reads: inboxKinds[notice.kind].reads(notice),
  }));
  const { positions, actors, barriers, evidence } = await getGroups(
    {
      positions: [positionRead(recipientId)],
      actors: looked.map(({ notice }) => userRead(notice.actorId)),
      barriers: looked.map(({ notice }) => barrierRead(recipientId, notice.actorId)),
      evidence: looked.flatMap(({ reads }) => reads),
    },
    { consistent: true },
  );
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
  return { shown, upTo: positions[0]?.upTo ?? '' };
}
