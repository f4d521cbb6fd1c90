import type { Item } from '../../lib/model/write.ts';
import type { EntityName, Table } from './table.ts';

/** The items of a table with one of them changed, taken away or added, so that an invariant breaks. */
export type Plant = (items: readonly Item[]) => Item[];

/** What holds for the whole table whenever stream and queues are empty and no dead letter is left. */
export interface Invariant {
  name: string;
  /** The entities whose items it judges. */
  about: readonly EntityName[];
  /**
   * Set when workers that run beside each other may break it without harm: it then holds only where
   * one thing was done after the other.
   */
  onlyInTurn?: true;
  /** Ways to break it, each by one item: it finds every one. */
  plants: readonly [Plant, ...Plant[]];
  /** What breaks it, one line each. */
  violations(table: Table): string[];
}

/** What a domain promises of its items. */
export interface DomainInvariants {
  invariants: readonly Invariant[];
  /** Entities of which nothing can be said by other items, with the reason. */
  free: Partial<Record<EntityName, string>>;
}

/** The lines of what is not as it should be. */
export function each<Item>(
  items: Iterable<Item>,
  describe: (item: Item) => string | false | undefined,
): string[] {
  return [...items].map(describe).filter((line) => typeof line === 'string');
}

export function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): (key: string) => number {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return (key) => counts.get(key) ?? 0;
}

export function indexBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [keyOf(item), item]));
}
