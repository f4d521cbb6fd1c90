import { indexUnits, type Units, writeUnits } from './capacity.ts';
import { type Entry, Index, type IndexSnapshot, pick } from './index.ts';
import { checkKeys, type KeyAttribute, type KeySchema, type KeyType, keysOf } from './keys.ts';
import { invalid, invalidParameter } from './refusal.ts';
import { Stream } from './stream.ts';
import { areEqualItems, attributeOf, type Item, sizeOfItem, typeOf } from './values.ts';

export interface IndexDefinition {
  IndexName: string;
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
}

export interface TableDefinition {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: KeyType }[];
  KeySchema: IndexDefinition['KeySchema'];
  GlobalSecondaryIndexes?: IndexDefinition[];
  BillingMode?: string;
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
}

/** The items of a table at some time. Of use to that table alone. */
export interface TableSnapshot {
  readonly items: IndexSnapshot;
  readonly indexes: ReadonlyMap<string, IndexSnapshot>;
}

/** What a write will do, found out before anything is written. */
export interface PlannedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly before: Entry | undefined;
  /** Nothing when the item goes. */
  readonly after: Item | undefined;
}

const largestItem = 400 * 1024;

/** A table with its global indexes and its stream. */
export class Table {
  readonly definition: TableDefinition;
  readonly created: Date;
  readonly arn: string;
  readonly stream: Stream | undefined;
  readonly items: Index;
  readonly indexes = new Map<string, Index>();
  readonly keys: readonly KeyAttribute[];
  readonly keyNames: readonly string[];
  timeToLiveAttribute: string | undefined;
  readonly #now: () => Date;

  constructor(definition: TableDefinition, now: () => Date) {
    this.definition = definition;
    this.#now = now;
    this.created = now();
    this.arn = `arn:aws:dynamodb:ddblocal:000000000000:table/${definition.TableName}`;
    const { StreamSpecification: stream } = definition;
    if (stream?.StreamEnabled) this.stream = new Stream(this.arn, this.created);
    const schema = this.#schemaOf(definition.KeySchema);
    this.keys = keysOf(schema);
    this.keyNames = this.keys.map(({ name }) => name);
    this.items = new Index(schema);
    for (const index of definition.GlobalSecondaryIndexes ?? []) this.addIndex(index);
  }

  /** Adds a global index, with what is in the table. */
  addIndex({ IndexName, KeySchema, Projection }: IndexDefinition): void {
    const schema = this.#schemaOf(KeySchema);
    const projection =
      Projection.ProjectionType === 'ALL'
        ? undefined
        : new Set([
            ...this.keyNames,
            ...keysOf(schema).map(({ name }) => name),
            ...(Projection.NonKeyAttributes ?? []),
          ]);
    const index = new Index(schema, projection, this.keys);
    for (const { item, size } of this.items.entries()) {
      index.replace(undefined, index.entryOf(item, size));
    }
    this.indexes.set(IndexName, index);
  }

  #schemaOf(keySchema: IndexDefinition['KeySchema']): KeySchema {
    const keyOf = (keyType: 'HASH' | 'RANGE') => {
      const name = keySchema.find(({ KeyType }) => KeyType === keyType)?.AttributeName;
      if (name === undefined) return undefined;
      const type = this.definition.AttributeDefinitions.find(
        ({ AttributeName }) => AttributeName === name,
      )?.AttributeType;
      if (type === undefined) {
        throw invalidParameter(
          `Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`,
        );
      }
      return { name, type };
    };
    const hash = keyOf('HASH');
    if (hash === undefined) throw invalidParameter('No Hash Key specified in schema');
    return { hash, range: keyOf('RANGE') };
  }

  /** The item of a key as {@link Table.keyOf} has checked it. */
  get(key: Item): Entry | undefined {
    const place = this.items.placeOf(key);
    return place && this.items.find(place.partition, place.place);
  }

  /** @throws EngineRefusal unless it is just the key of an item */
  keyOf(key: Item): Item {
    const names = Object.keys(key);
    if (names.length !== this.keys.length || !names.every((name) => this.keyNames.includes(name))) {
      throw invalid('The provided key element does not match the schema');
    }
    for (const { name, type } of this.keys) {
      if (typeOf(key[name] ?? {}) !== type) {
        throw invalid('The provided key element does not match the schema');
      }
    }
    checkKeys(this.items.schema, key);
    return key;
  }

  /** @throws EngineRefusal for an item without its key, or too large or wrong for an index */
  checkItem(item: Item): void {
    for (const { name, type } of this.keys) {
      const value = attributeOf(item, name);
      if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
      if (typeOf(value) !== type) {
        throw invalidParameter(
          `Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
        );
      }
    }
    checkKeys(this.items.schema, item);
    this.checkIndexKeys(item);
  }

  /** @throws EngineRefusal for a value that a global index cannot have as its key */
  checkIndexKeys(item: Item): void {
    for (const [indexName, { schema }] of this.indexes) {
      for (const { name, type } of keysOf(schema)) {
        const value = attributeOf(item, name);
        if (value === undefined) continue;
        if (typeOf(value) !== type) {
          throw invalidParameter(
            `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
          );
        }
        if (value[type] === '') {
          throw invalidParameter(
            `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${indexName}, IndexKey: ${name}`,
          );
        }
      }
      checkKeys(schema, item);
    }
  }

  /** Writes what was planned, tells the stream, and answers the units. */
  write({ key, before, after }: PlannedWrite): Units {
    const size = after ? sizeOfItem(after) : 0;
    const entry = after && this.items.entryOf(after, size);
    const table = writeUnits(Math.max(before?.size ?? 0, size));
    const indexes = new Map<string, number>();
    const isUnchanged =
      before === undefined || after === undefined
        ? before === after
        : areEqualItems(before.item, after);
    if (isUnchanged) return { table, indexes };
    this.items.replace(before, entry);
    for (const [name, index] of this.indexes) {
      const old = before && index.entryOf(before.item, before.size);
      const next = after && index.entryOf(after, size);
      const units = indexUnits(old, next);
      if (units > 0) indexes.set(name, units);
      if (units > 0 || index.projection === undefined) index.replace(old, next);
    }
    const keys = pick(key, this.keyNames);
    this.stream?.append({ keys, before: before?.item, after }, this.#now());
    return { table, indexes };
  }

  snapshot(): TableSnapshot {
    return {
      items: this.items.snapshot(),
      indexes: new Map([...this.indexes].map(([name, index]) => [name, index.snapshot()])),
    };
  }

  /** Holds what it held at a snapshot; its stream is told nothing. */
  restore(snapshot: TableSnapshot): void {
    this.items.restore(snapshot.items);
    for (const [name, index] of this.indexes) {
      const held = snapshot.indexes.get(name);
      if (held === undefined) throw new Error(`The snapshot knows no index ${name}`);
      index.restore(held);
    }
  }
}

/** @throws EngineRefusal for an item above 400 KB */
export function refuseTooLarge(item: Item, isUpdate: boolean): void {
  if (sizeOfItem(item) <= largestItem) return;
  throw invalid(
    isUpdate
      ? 'Item size to update has exceeded the maximum allowed size'
      : 'Item size has exceeded the maximum allowed size',
  );
}
