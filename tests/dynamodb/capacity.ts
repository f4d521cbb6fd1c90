import type { Entry } from './index.ts';
import { isSamePlace } from './index.ts';
import { areEqualItems } from './values.ts';

/** Capacity units that a call consumed of a table and of its global indexes. */
export interface Units {
  readonly table: number;
  readonly indexes: ReadonlyMap<string, number>;
}

const writeUnit = 1024;
const readUnit = 4096;
const noIndexes: ReadonlyMap<string, number> = new Map();

/** Of reading so many bytes at once; half as much where the answer may be old. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  Math.ceil(bytes / readUnit) * (isConsistent ? 1 : 0.5);

/** Of reading one item, also of finding none. */
export const itemReadUnits = (bytes: number, isConsistent: boolean): number =>
  readUnits(Math.max(bytes, 1), isConsistent);

export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnit));

/** Of a global index when an entry of it is replaced; either may be missing. */
export function indexUnits(old: Entry | undefined, entry: Entry | undefined): number {
  const before = old ? writeUnits(old.size) : 0;
  const after = entry ? writeUnits(entry.size) : 0;
  if (!old || !entry || !isSamePlace(old, entry)) return before + after;
  return areEqualItems(old.item, entry.item) ? 0 : Math.max(before, after);
}

export const ofTable = (table: number): Units => ({ table, indexes: noIndexes });

export const ofIndex = (name: string, units: number): Units => ({
  table: 0,
  indexes: new Map([[name, units]]),
});

export function addUnits(all: Iterable<Units>): Units {
  let table = 0;
  const indexes = new Map<string, number>();
  for (const units of all) {
    table += units.table;
    for (const [name, of] of units.indexes) indexes.set(name, (indexes.get(name) ?? 0) + of);
  }
  return { table, indexes };
}

export const doubled = ({ table, indexes }: Units): Units => ({
  table: 2 * table,
  indexes: new Map([...indexes].map(([name, units]) => [name, 2 * units])),
});

const totalOf = ({ table, indexes }: Units) =>
  [...indexes.values()].reduce((sum, units) => sum + units, table);

/** A `ConsumedCapacity` in the detail that was asked for; nothing when none was. */
export function report(tableName: string, units: Units, detail: unknown): object | undefined {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined;
  const total = { TableName: tableName, CapacityUnits: totalOf(units) };
  if (detail === 'TOTAL') return total;
  const { table, indexes } = units;
  return {
    ...total,
    Table: { CapacityUnits: table },
    ...(indexes.size > 0 && {
      GlobalSecondaryIndexes: Object.fromEntries(
        [...indexes].map(([name, CapacityUnits]) => [name, { CapacityUnits }]),
      ),
    }),
  };
}

/** The parts of a transaction as DynamoDB Local adds them up: what is reported alike counts once. */
export function withoutRepeats(parts: readonly Units[], detail: unknown): Units[] {
  const seen = new Map(parts.map((units) => [JSON.stringify(report('', units, detail)), units]));
  return [...seen.values()];
}
