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

type Position = EntityItem<typeof InboxPositions>;

/** How far somebody has read, to be read together with other items. */
export const positionRead = (userId: string) => one(InboxPositions, { userId });

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
  const { shown, position } = await lookAt(
    recipientId,
    groups.map((group) => noticesOf(group, group.newest)),
    [positionRead(recipientId)],
  );
  return Promise.all(
    groups.map(async (group, index): Promise<InboxEntryView | null> => {
      const { entryId, kind, targetId, actorCount } = group;
      const { actors, hidden } = await withOthers(group, shown[index] ?? [], mostShown);
      if (actors.length === 0) return null;
      return {
        id: entryId,
        type: kind,
        actors: actors.slice(0, mostShown),
        actorCount: Math.max(actors.length, actorCount - hidden),
        target: { type: inboxKinds[kind].targetType, id: targetId },
        createdAt: timeOfId(entryId).toISOString(),
        read: entryId <= (position?.upTo ?? ''),
      };
    }),
  );
}

/**
 * Those groups that are shown, `null` for the others. One of each is looked at, and more where that one
 * is not shown.
 */
export async function shownGroups(
  recipientId: string,
  groups: readonly Group[],
): Promise<(Group | null)[]> {
  const latest = await lookAt(
    recipientId,
    groups.map((group) => noticesOf(group, group.newest.slice(-1))),
  );
  const doubtful = groups.filter((_, index) => !latest.shown[index]?.[0]);
  const earlier = await lookAt(
    recipientId,
    doubtful.map((group) => noticesOf(group, group.newest.slice(0, -1))),
  );
  const hidden = await Promise.all(
    doubtful.map(async (group, index) => {
      const kept = [...(earlier.shown[index] ?? []), null];
      return (await withOthers(group, kept, 1)).actors.length === 0 ? [group] : [];
    }),
  );
  const isHidden = new Set(hidden.flat());
  return groups.map((group) => (isHidden.has(group) ? null : group));
}

const noticesOf = ({ recipientId, kind, targetId }: Group, deeds: Group['newest']): Notice[] =>
  deeds.map((deed) => ({ recipientId, kind, targetId, ...deed }));

/**
 * Who of a group is shown, the newest first as far as that is kept, and how many are hidden; looks for
 * `wanted` of them.
 */
async function withOthers(
  group: Group,
  kept: readonly (AuthorView | null)[],
  wanted: number,
): Promise<{ actors: AuthorView[]; hidden: number }> {
  const actors = kept.filter((actor) => actor !== null).toReversed();
  let hidden = kept.length - actors.length;
  const { newest, actorCount, recipientId } = group;
  if (newest.length >= actorCount || actors.length >= wanted) return { actors, hidden };
  let pages = 0;
  for await (const others of othersIn(group, new Set(newest.map(({ actorId }) => actorId)))) {
    const { shown } = await lookAt(recipientId, [noticesOf(group, others)]);
    const seen = shown.flat().filter((actor) => actor !== null);
    actors.push(...seen);
    hidden += others.length - seen.length;
    pages += 1;
    if (actors.length >= wanted || pages === mostPages) break;
  }
  return { actors, hidden };
}

/** Who did what these lists of notices tell, `null` where the recipient may not see it; read together. */
async function lookAt(
  recipientId: string,
  lists: readonly (readonly Notice[])[],
  /** Read with them, where it is asked for. */
  positions: readonly ReturnType<typeof positionRead>[] = [],
): Promise<{ shown: (AuthorView | null)[][]; position: Position | null }> {
  const looked = lists.flat().map((notice) => ({
    notice,
    reads: inboxKinds[notice.kind].reads(notice),
  }));
  const read = await getGroups(
    {
      positions,
      actors: looked.map(({ notice }) => userRead(notice.actorId)),
      barriers: looked.map(({ notice }) => barrierRead(recipientId, notice.actorId)),
      evidence: looked.flatMap(({ reads }) => reads),
    },
    { consistent: true },
  );
  const evidence = read.evidence.values();
  const shown = looked.map(({ notice, reads }, index): AuthorView | null => {
    const found = evidence.take(reads.length).toArray();
    const actor = read.actors[index];
    const barrier = read.barriers[index] ?? null;
    const { blocking, isBlocked, muting } = barrierSeenBy(recipientId, notice.actorId, barrier);
    if (!actor || blocking || isBlocked || muting) return null;
    return inboxKinds[notice.kind].holds(found, notice, actor) ? toAuthorView(actor) : null;
  });
  const inOrder = shown.values();
  return {
    shown: lists.map(({ length }) => inOrder.take(length).toArray()),
    position: read.positions[0] ?? null,
  };
}
