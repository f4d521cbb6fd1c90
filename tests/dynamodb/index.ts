import type { KeyAttribute, KeySchema, KeyType } from './keys.ts';
import { compareNumbers } from './numbers.ts';
import {
  type AttributeValue,
  attributeOf,
  compareBytes,
  compareTexts,
  type Item,
  setAttribute,
  sizeOfItem,
} from './values.ts';

export interface Place {
  /** Value of the partition key, as text. */
  readonly partition: string;
  /** Values of the keys that order the partition: the sort key, then the table's keys. */
  readonly place: readonly string[];
}

/** An item as an index holds it. */
export interface Entry extends Place {
  /** What the index has of the item. */
  readonly item: Item;
  /** Bytes of `item`. */
  readonly size: number;
}

/** Names of the projected attributes; `undefined` = all. */
export type Projection = ReadonlySet<string> | undefined;

type Partitions = Map<string, readonly Entry[]>;

/** What an index held once. Nothing is copied for it until the index is written again. */
export type IndexSnapshot = ReadonlyMap<string, readonly Entry[]>;

const compareByType = { S: compareTexts, N: compareNumbers, B: compareBytes };

/**
 * Items by partition key, each partition in the order of its sort key. The table is one, and each
 * global index. Partitions are replaced, never changed, so whoever holds one may read on.
 */
export class Index {
  readonly schema: KeySchema;
  readonly projection: Projection;
  /** Keys that order a partition. */
  readonly #order: readonly KeyAttribute[];
  #partitions: Partitions = new Map();
  #isShared = false;
  #scanOrder: readonly string[] | undefined;

  /** @param tableKeys keys of the table, which tell items of a global index apart */
  constructor(schema: KeySchema, projection?: Projection, tableKeys: readonly KeyAttribute[] = []) {
    this.schema = schema;
    this.projection = projection;
    this.#order = [...(schema.range ? [schema.range] : []), ...tableKeys];
  }

  /** How an item stands in the index; nothing when it lacks a key of it. */
  entryOf(item: Item, size: number): Entry | undefined {
    const place = this.placeOf(item);
    if (place === undefined) return undefined;
    if (this.projection === undefined) return { ...place, item, size };
    const projected = pick(item, this.projection);
    return { ...place, item: projected, size: sizeOfItem(projected) };
  }

  /** Where an item stands in the index, of which its keys are enough; nothing when it lacks one. */
  placeOf(item: Item): Place | undefined {
    const { hash } = this.schema;
    const partition = textOf(attributeOf(item, hash.name), hash.type);
    if (partition === undefined) return undefined;
    const place: string[] = [];
    for (const { name, type } of this.#order) {
      const text = textOf(attributeOf(item, name), type);
      if (text === undefined) return undefined;
      place.push(text);
    }
    return { partition, place };
  }

  partition(key: string): readonly Entry[] {
    return this.#partitions.get(key) ?? [];
  }

  find(partition: string, place: readonly string[]): Entry | undefined {
    const entries = this.#partitions.get(partition);
    if (entries === undefined) return undefined;
    const entry = entries[this.firstNotBefore(entries, place)];
    return entry !== undefined && this.compare(entry.place, place) === 0 ? entry : undefined;
  }

  /** Where the first entry is that does not stand before `place`, of which a start is enough. */
  firstNotBefore(entries: readonly Entry[], place: readonly string[]): number {
    return bisect(entries, (entry) => this.compare(entry.place, place) < 0);
  }

  /** Where the first entry is that stands after `place`, of which a start is enough. */
  firstAfter(entries: readonly Entry[], place: readonly string[]): number {
    return bisect(entries, (entry) => this.compare(entry.place, place) <= 0);
  }

  /** Compares places as far as both are given. */
  compare(left: readonly string[], right: readonly string[]): number {
    for (const [at, { type }] of this.#order.entries()) {
      const [a, b] = [left[at], right[at]];
      if (a === undefined || b === undefined) return 0;
      const order = compareByType[type](a, b);
      if (order !== 0) return order;
    }
    return 0;
  }

  /** Replaces an entry; either may be missing. */
  replace(old: Entry | undefined, entry: Entry | undefined): void {
    if (old === undefined && entry === undefined) return;
    if (this.#isShared) {
      this.#partitions = new Map(this.#partitions);
      this.#isShared = false;
    }
    if (old && entry && isSamePlace(old, entry)) {
      const entries = this.partition(entry.partition);
      const at = this.firstNotBefore(entries, entry.place);
      this.#partitions.set(entry.partition, entries.with(at, entry));
      return;
    }
    if (old) this.#remove(old);
    if (entry) this.#insert(entry);
  }

  #remove({ partition, place }: Entry): void {
    const entries = this.partition(partition);
    if (entries.length > 1) {
      const at = this.firstNotBefore(entries, place);
      this.#partitions.set(partition, entries.toSpliced(at, 1));
    } else {
      this.#partitions.delete(partition);
      this.#scanOrder = undefined;
    }
  }

  #insert(entry: Entry): void {
    const entries = this.#partitions.get(entry.partition);
    if (entries === undefined) {
      this.#partitions.set(entry.partition, [entry]);
      this.#scanOrder = undefined;
    } else {
      const at = this.firstNotBefore(entries, entry.place);
      this.#partitions.set(entry.partition, entries.toSpliced(at, 0, entry));
    }
  }

  /** Partition keys in the order of a scan, which is that of their hashes. */
  scanOrder(): readonly string[] {
    this.#scanOrder ??= [...this.#partitions.keys()].toSorted(compareScanned);
    return this.#scanOrder;
  }

  *entries(): Iterable<Entry> {
    for (const entries of this.#partitions.values()) yield* entries;
  }

  snapshot(): IndexSnapshot {
    this.#isShared = true;
    return this.#partitions;
  }

  /** Holds what it held at a snapshot. */
  restore(snapshot: IndexSnapshot): void {
    this.#partitions = snapshot as Partitions;
    this.#isShared = true;
    this.#scanOrder = undefined;
  }
}

/** Where the first entry from `from` on is that fails a test, as all after it do. */
export function bisect(
  entries: readonly Entry[],
  passes: (entry: Entry) => boolean,
  from = 0,
): number {
  let [low, high] = [from, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && passes(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const isSamePlace = (left: Entry, right: Entry): boolean =>
  left.partition === right.partition &&
  left.place.every((value, index) => value === right.place[index]);

/** How partitions follow one another in a scan. */
export const compareScanned = (left: string, right: string): number =>
  hashOf(left) - hashOf(right) || compareTexts(left, right);

/** Of 32 bits (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A key's value as text, when it is of the key's type. */
export const textOf = (value: AttributeValue | undefined, type: KeyType): string | undefined =>
  value?.[type];

export function pick(item: Item, names: Iterable<string>): Item {
  const picked: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value !== undefined) setAttribute(picked, name, value);
  }
  return picked;
}
