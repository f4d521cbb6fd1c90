import type { EntityItem } from 'electrodb';
import type { InboxActors } from './actors.entity.ts';
import { groupName, type InboxGroups, mostKept } from './groups.entity.ts';
import type { Notice } from './kind.ts';

type Group = EntityItem<typeof InboxGroups>;

/** What becomes of somebody in an inbox. */
export interface Verdict {
  notice: Notice;
  item: EntityItem<typeof InboxActors> | undefined;
  /** What tells whether the notice is true, as it was read. */
  found: readonly unknown[];
  /**
   * `renew`: they did it again, by something else; `return`: they did again what they had taken back;
   * `forget`: not even that they had is to be known.
   */
  change: 'add' | 'renew' | 'return' | 'remove' | 'forget' | 'none';
}

/** A group as it is to be; without anybody it goes. */
export interface GroupChange {
  group: string;
  before: Group | undefined;
  actorCount: number;
  newest: Group['newest'];
  entryId: string;
  /** Takes who is added. */
  isOpen: boolean;
}

/** Who is shown of a group. */
export const mostShown = 3;

/** Whether others can take the places of those who left. */
export const refillable = ({ newest, actorCount }: GroupChange): boolean =>
  newest.length < Math.min(mostShown, actorCount);

/**
 * The groups that change when these verdicts come true. Who is added comes into the latest group, or
 * into a new one where that is read already; who returns into the one that they left.
 */
export function changesOf({
  groups,
  latest,
  position = '',
  entryId,
  verdicts,
}: {
  groups: readonly Group[];
  latest: Group | undefined;
  /** How far the recipient has read. */
  position: string | undefined;
  /** That of the group which takes who is added. */
  entryId: string;
  verdicts: readonly Verdict[];
}): GroupChange[] {
  const changes = new Map(
    groups.map((before): [string, GroupChange] => [
      before.group,
      { ...before, before, isOpen: false },
    ]),
  );
  for (const { notice, item, change } of verdicts) {
    if (change !== 'remove' && change !== 'renew') continue;
    const left = item && changes.get(item.group);
    if (!left) continue;
    left.actorCount -= 1;
    left.newest = left.newest.filter(({ actorId }) => actorId !== notice.actorId);
  }
  for (const { notice, item, change } of verdicts) {
    if (change !== 'return' || !item) continue;
    const { group, entryId: leftAt = entryId } = item;
    const known = changes.get(group) ?? {
      ...{ group, before: undefined, entryId: leftAt, isOpen: false },
      ...{ actorCount: 0, newest: [] },
    };
    changes.set(group, {
      ...known,
      // One that has gone since comes back in its place.
      entryId: !known.before && leftAt > known.entryId ? leftAt : known.entryId,
      actorCount: known.actorCount + 1,
      newest: known.newest.length < mostKept ? [keptOf(notice), ...known.newest] : known.newest,
    });
  }
  const added = verdicts.filter(({ change }) => change === 'add' || change === 'renew');
  if (added.length > 0) {
    const isUnread = latest !== undefined && latest.entryId > position;
    const group = isUnread ? latest.group : groupName(Number(latest?.group ?? 0) + 1);
    const open = changes.get(group) ?? { group, before: undefined, actorCount: 0, newest: [] };
    const kept = added.map(({ notice }) => keptOf(notice));
    changes.set(group, {
      ...open,
      entryId,
      isOpen: true,
      actorCount: open.actorCount + added.length,
      newest: [...open.newest, ...kept].slice(-mostKept),
    });
  }
  return [...changes.values()].filter(
    ({ before, isOpen, actorCount, newest }) =>
      isOpen || actorCount !== before?.actorCount || newest !== before.newest,
  );
}

const keptOf = ({ actorId, sourceId }: Notice): Group['newest'][number] => ({
  actorId,
  ...(sourceId !== undefined && { sourceId }),
});
