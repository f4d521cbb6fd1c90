import type { EntityItem } from 'electrodb';
import type { Item } from '../../lib/model/write.ts';
import type { entities } from '../../lib/registry/entities.ts';

type Entities = typeof entities;

export type EntityName = keyof Entities;

/** An item with its keys; sets are sorted lists. */
interface StoredItem extends Item {
  pk: string;
  sk: string;
}

export type ItemOf<Name extends EntityName> = EntityItem<Entities[Name]> & StoredItem;

/** The items of a table by entity. */
export interface Table {
  items: readonly StoredItem[];
  of<Name extends EntityName>(name: Name): readonly ItemOf<Name>[];
}

/** Name of the entity of an item; empty when it carries none. */
export const entityOf = ({ __edb_e__: name }: Item): string =>
  typeof name === 'string' ? name : '';

/** @param items as `scanTable` answers them */
export function tableOf(items: readonly Item[]): Table {
  const stored = items.map(storedOf);
  const byEntity = Map.groupBy(stored, entityOf);
  return {
    items: stored,
    of: <Name extends EntityName>(name: Name) => (byEntity.get(name) ?? []) as ItemOf<Name>[],
  };
}

/** Many tables are made of the same items: each is converted once. */
const known = new WeakMap<Item, StoredItem>();

function storedOf(item: Item): StoredItem {
  const stored = known.get(item) ?? withLists(item);
  known.set(item, stored);
  return stored;
}

function withLists(item: Item): StoredItem {
  const fields = Object.entries(item).map(([name, value]) => [
    name,
    value instanceof Set ? [...(value as Set<string>)].toSorted(byText) : value,
  ]);
  return Object.fromEntries(fields) as StoredItem;
}

const byText = (one: string, other: string) => (one < other ? -1 : 1);
