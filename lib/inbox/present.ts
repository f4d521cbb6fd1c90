import type { EntityItem } from 'electrodb';
import { userRead } from '../identity/accounts/authors.ts';
import type { AuthorView } from '../identity/accounts/schema.ts';
import { toAuthorView } from '../identity/accounts/user-view.ts';
import { timeOfId } from '../ids.ts';
import { getGroups, one } from '../model/read.ts';
import { barrierSeenBy } from '../relations/barrier.ts';
import { barrierRead } from '../relations/reads.ts';
import { mostShown } from './group-changes.ts';
import type { InboxGroups } from './groups.entity.ts';
import type { InboxKinds, Notice } from './kind.ts';
import { othersIn } from './others.ts';
import { InboxPositions } from './positions.entity.ts';
import { type InboxEntryView, impersonalKinds } from './schema.ts';

export type Group = EntityItem<typeof InboxGroups>;

type Position = EntityItem<typeof InboxPositions>;

/** How far somebody has read, to be read together with other items. */
export const positionRead = (userId: string) => one(InboxPositions, { userId });

/** Pages of those who are not kept with a group that are looked at, while next to all are hidden. */
const mostPages = 3;

/** What is shown of a notice: who did it, unless nobody is told that, and why, where that is told. */
interface Seen {
  actor?: AuthorView;
  reason?: string | undefined;
}

/**
 * The entries that groups are shown as, `null` where nobody is left who may be shown: whose act is
 * taken back, who is gone, blocked or muted. Of many in one group those are looked at who came last,
 * and others where too few of these may be shown; the rest are counted as they were written.
 */
export async function presentGroups(
  kinds: InboxKinds,
  recipientId: string,
  groups: readonly Group[],
): Promise<(InboxEntryView | null)[]> {
  const { shown, position } = await lookAt(
    kinds,
    recipientId,
    groups.map((group) => noticesOf(group, group.newest)),
    [positionRead(recipientId)],
  );
  return Promise.all(
    groups.map(async (group, index): Promise<InboxEntryView | null> => {
      const { entryId, kind, targetId, actorCount } = group;
      const { seen, hidden } = await withOthers(kinds, group, shown[index] ?? [], mostShown);
      const [latest] = seen;
      if (!latest) return null;
      const { targetType } = kinds[kind];
      const { reason } = latest;
      return {
        id: entryId,
        type: kind,
        actors: seen.slice(0, mostShown).flatMap(({ actor }) => actor ?? []),
        actorCount: impersonalKinds.has(kind) ? 0 : Math.max(seen.length, actorCount - hidden),
        target: {
          type: typeof targetType === 'string' ? targetType : targetType(targetId),
          id: targetId,
        },
        ...(reason !== undefined && { reason }),
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
  kinds: InboxKinds,
  recipientId: string,
  groups: readonly Group[],
): Promise<(Group | null)[]> {
  const latest = await lookAt(
    kinds,
    recipientId,
    groups.map((group) => noticesOf(group, group.newest.slice(-1))),
  );
  const doubtful = groups.filter((_, index) => !latest.shown[index]?.[0]);
  const earlier = await lookAt(
    kinds,
    recipientId,
    doubtful.map((group) => noticesOf(group, group.newest.slice(0, -1))),
  );
  const hidden = await Promise.all(
    doubtful.map(async (group, index) => {
      const kept = [...(earlier.shown[index] ?? []), null];
      return (await withOthers(kinds, group, kept, 1)).seen.length === 0 ? [group] : [];
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
  kinds: InboxKinds,
  group: Group,
  kept: readonly (Seen | null)[],
  wanted: number,
): Promise<{ seen: Seen[]; hidden: number }> {
  const seen = kept.filter((one) => one !== null).toReversed();
  let hidden = kept.length - seen.length;
  const { newest, actorCount, recipientId } = group;
  if (newest.length >= actorCount || seen.length >= wanted) return { seen, hidden };
  let pages = 0;
  for await (const others of othersIn(group, new Set(newest.map(({ actorId }) => actorId)))) {
    const { shown } = await lookAt(kinds, recipientId, [noticesOf(group, others)]);
    const more = shown.flat().filter((one) => one !== null);
    seen.push(...more);
    hidden += others.length - more.length;
    pages += 1;
    if (seen.length >= wanted || pages === mostPages) break;
  }
  return { seen, hidden };
}

/** What is shown of these lists of notices, `null` where the recipient may not see it; read together. */
async function lookAt(
  kinds: InboxKinds,
  recipientId: string,
  lists: readonly (readonly Notice[])[],
  /** Read with them, where it is asked for. */
  positions: readonly ReturnType<typeof positionRead>[] = [],
): Promise<{ shown: (Seen | null)[][]; position: Position | null }> {
  const looked = lists.flat().map((notice) => ({
    notice,
    reads: kinds[notice.kind].reads(notice),
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
  const shown = looked.map(({ notice, reads }, index): Seen | null => {
    const found = evidence.take(reads.length).toArray();
    const { holds, reasonOf } = kinds[notice.kind];
    if (impersonalKinds.has(notice.kind)) {
      return holds(found, notice, null) ? { reason: reasonOf?.(found) } : null;
    }
    const actor = read.actors[index];
    const barrier = read.barriers[index] ?? null;
    const { blocking, isBlocked, muting } = barrierSeenBy(recipientId, notice.actorId, barrier);
    if (!actor || blocking || isBlocked || muting) return null;
    return holds(found, notice, actor) ? { actor: toAuthorView(actor) } : null;
  });
  const inOrder = shown.values();
  return {
    shown: lists.map(({ length }) => inOrder.take(length).toArray()),
    position: read.positions[0] ?? null,
  };
}
