import type { Item } from '../../lib/model/write.ts';
import { entityOf } from '../invariants/table.ts';
import type { User } from '../support/world.ts';
import { textsIn } from './calls.ts';
import { wordsOf } from './judge-answer.ts';

/** What a refused request may write, and what the clock does meanwhile. */
const unwatched = new Set(['rateBucket', 'taskRun', 'queueBacklog', 'failedSignIn']);

/** What somebody failed at is kept because they were refused. */
const tellsOfFailure = (item: Item) =>
  entityOf(item) === 'auditEntry' && String(item.action).endsWith('.failed');

/** A table at one time: its watched items as text by key. */
export type Snapshot = ReadonlyMap<string, string>;

export interface Change {
  /** Key of the item. */
  key: string;
  what: 'appeared' | 'changed' | 'vanished';
  /** The request that wrote it, when it tells. */
  requestId: string | undefined;
}

export function snapshotOf(items: readonly Item[]): Snapshot {
  const watched = items.filter((item) => !unwatched.has(entityOf(item)) && !tellsOfFailure(item));
  return new Map(watched.map((item) => [`${String(item.pk)} ${String(item.sk)}`, canonical(item)]));
}

/** A key is used by a request that is refused for something else, too. */
const isWatched = (item: Item, name: string) =>
  entityOf(item) !== 'apiKey' || name !== 'lastUsedAt';

const canonical = (item: Item) =>
  JSON.stringify(
    Object.entries(item)
      .filter(([name]) => isWatched(item, name))
      .map(([name, value]) => [
        name,
        value instanceof Set ? [...value].map(String).toSorted() : value,
      ])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  );

export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key): Change[] => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was === is) return [];
    const what = was === undefined ? 'appeared' : is === undefined ? 'vanished' : 'changed';
    return [{ key, what, requestId: /"correlationId","([^"]+)"/.exec(is ?? '')?.[1] }];
  });
}

/** The items that are about one of these people. */
export function itemsOf(items: readonly Item[], people: readonly User[]): Item[] {
  const marks = people.map(({ id }) => id.slice(id.indexOf('_') + 1));
  return items.filter((item) =>
    textsIn(item, []).some(([, text]) => marks.some((mark) => text.includes(mark))),
  );
}

/** The words in items of one group that no other group has: what tells of its people alone. */
export function ownWords(groups: readonly (readonly Item[])[]): ReadonlySet<string>[] {
  const words = groups.map(
    (items) =>
      new Set(items.flatMap((item) => [...textsIn(item, [])].flatMap(([, text]) => wordsOf(text)))),
  );
  const counts = new Map<string, number>();
  for (const word of words.flatMap((group) => [...group])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return words.map((group) => new Set([...group].filter((word) => counts.get(word) === 1)));
}
