import type { Binding } from './binding.ts';
import { ofIndex, ofTable, readUnits, report } from './capacity.ts';
import { attributesIn, bindCondition } from './conditions.ts';
import { compareScanned, type Entry, hashOf, type Index, type Place, pick } from './index.ts';
import { bindingOf, type Substituting } from './item-operations.ts';
import { bindKeyCondition } from './key-conditions.ts';
import { checkKeys, type KeyAttribute, keysOf } from './keys.ts';
import { type BoundProjection, bindProjection } from './projection.ts';
import { EngineRefusal, invalid, invalidParameter, unsatisfied } from './refusal.ts';
import { parseCondition } from './syntax.ts';
import type { Table } from './table.ts';
import { type Item, normalItem, typeOf } from './values.ts';

/* Query and Scan: pages of many items. */

interface PageInput extends Substituting {
  TableName: string;
  IndexName?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  ExclusiveStartKey?: Item;
  Limit?: number;
  Select?: string;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: string;
}

export interface QueryInput extends PageInput {
  KeyConditionExpression?: string;
  ScanIndexForward?: boolean;
}

export interface ScanInput extends PageInput {
  Segment?: number;
  TotalSegments?: number;
}

/** A page ends with the entry that reaches so many bytes. */
const largestPage = 1024 * 1024;

export function query(table: Table, input: QueryInput): object {
  const { KeyConditionExpression: text, ScanIndexForward: isForward = true } = input;
  const index = indexOf(table, input);
  refuseLimit(input);
  if (text === undefined && !('KeyConditions' in input)) {
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const binding = bindingOf(input);
  const range = bindKeyCondition(text ?? '', binding, index);
  const isWanted = bindFilter(input, binding, index, keysOf(index.schema));
  const project = bindSelect(index, input, binding);
  binding.finish();
  const start = startOf(table, index, input);
  let { entries } = range;
  // No page goes on after the last key of a range. In an index more items may have that key.
  const end = index === table.items ? range.end(isForward) : undefined;
  if (start !== undefined) {
    if (start.partition !== range.partition) {
      throw invalid(
        'The provided starting key is outside query boundaries based on provided conditions',
      );
    }
    const [sortKey] = start.place;
    const isOutside = index.schema.range && !range.fits(sortKey ?? '');
    if (isOutside || (sortKey !== undefined && sortKey === end)) {
      throw invalid('The provided starting key does not match the range key predicate');
    }
    entries = isForward
      ? entries.slice(index.firstAfter(entries, start.place))
      : entries.slice(0, index.firstNotBefore(entries, start.place));
  }
  const ordered = isForward ? entries : entries.toReversed();
  const last = ordered.at(-1);
  return page(table, index, input, {
    entries: ordered,
    isWanted,
    project,
    end: end !== undefined && last?.place[0] === end ? last : undefined,
  });
}

export function scan(table: Table, input: ScanInput): object {
  const index = indexOf(table, input);
  refuseLimit(input);
  const { Segment: segment, TotalSegments: segments } = input;
  refuseSegment(segment, segments);
  const binding = bindingOf(input);
  const isWanted = bindFilter(input, binding, index, []);
  const project = bindSelect(index, input, binding);
  binding.finish();
  const start = startOf(table, index, input);
  const partitions = index
    .scanOrder()
    .filter(
      (partition) =>
        (segments === undefined ||
          Math.floor((hashOf(partition) * segments) / 2 ** 32) === segment) &&
        (start === undefined || compareScanned(partition, start.partition) >= 0),
    );
  const entries = function* (): Iterable<Entry> {
    for (const partition of partitions) {
      const all = index.partition(partition);
      const isStart = partition === start?.partition;
      yield* isStart ? all.slice(index.firstAfter(all, start?.place ?? [])) : all;
    }
  };
  return page(table, index, input, { entries: entries(), isWanted, project });
}

interface Wanted {
  entries: Iterable<Entry>;
  /** The entry after which none can come, when that is known without a look. */
  end?: Entry | undefined;
  isWanted: (item: Item) => boolean;
  project: (item: Item) => Item;
}

function page(
  table: Table,
  index: Index,
  input: PageInput,
  { entries, end, isWanted, project }: Wanted,
): object {
  const { Limit = Number.POSITIVE_INFINITY, Select, IndexName, ReturnConsumedCapacity } = input;
  const found: Entry[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Entry | undefined;
  for (const entry of entries) {
    scanned += 1;
    bytes += entry.size;
    if (isWanted(entry.item)) found.push(entry);
    if (scanned === Limit || bytes >= largestPage) {
      last = entry === end ? undefined : entry;
      break;
    }
  }
  const units = readUnits(bytes, input.ConsistentRead === true);
  const ConsumedCapacity = report(
    table.definition.TableName,
    IndexName === undefined ? ofTable(units) : ofIndex(IndexName, units),
    ReturnConsumedCapacity,
  );
  return {
    ...(Select !== 'COUNT' && { Items: found.map(({ item }) => project(item)) }),
    Count: found.length,
    ScannedCount: scanned,
    ...(last && { LastEvaluatedKey: pick(last.item, keyNamesOf(table, index)) }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}

const keyNamesOf = (table: Table, index: Index): Set<string> =>
  new Set([...table.keyNames, ...keysOf(index.schema).map(({ name }) => name)]);

function indexOf(table: Table, { IndexName, ConsistentRead }: PageInput): Index {
  if (IndexName === undefined) return table.items;
  const index = table.indexes.get(IndexName);
  if (index === undefined) {
    throw invalid(`The table does not have the specified index: ${IndexName}`);
  }
  if (ConsistentRead) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

function refuseLimit({ Limit }: PageInput): void {
  if (Limit === undefined || Limit >= 1) return;
  throw unsatisfied(Limit, 'limit', 'Member must have value greater than or equal to 1');
}

function refuseSegment(segment: number | undefined, segments: number | undefined): void {
  if (segment === undefined && segments === undefined) return;
  if (segment === undefined || segments === undefined) {
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment >= segments) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${segments}`,
    );
  }
}

function bindFilter(
  { FilterExpression: text, IndexName }: PageInput,
  binding: Binding,
  { projection }: Index,
  /** What the filter may not look at. */
  keys: readonly KeyAttribute[],
) {
  if (text === undefined) return () => true;
  const kind = 'FilterExpression';
  const isWanted = bindCondition(text, kind, binding);
  const names = attributesIn(parseCondition(text, kind), binding, kind);
  for (const { name } of keys) {
    if (!names.has(name)) continue;
    throw invalid(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
  const missing = [...names].filter((name) => projection && !projection.has(name));
  if (missing.length > 0) {
    throw invalidParameter(
      `Secondary index ${IndexName} does not project one or more filter attributes: [${missing.join(', ')}]`,
    );
  }
  return isWanted;
}

function bindSelect(index: Index, input: PageInput, binding: Binding): (item: Item) => Item {
  const { ProjectionExpression: text, Select, IndexName } = input;
  if (text !== undefined && (Select === 'COUNT' || Select?.startsWith('ALL_'))) {
    const choice = Select === 'COUNT' ? 'only the Count' : Select;
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${choice}`);
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw invalidParameter(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && text === undefined) {
    throw invalidParameter(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_ATTRIBUTES' && index.projection) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${IndexName} because its projection type is not ALL`,
    );
  }
  if (text === undefined) return (item) => item;
  const projection = bindProjection(text, binding);
  refuseUnprojected(index, projection, IndexName);
  return projection.apply;
}

function refuseUnprojected(
  { projection: held }: Index,
  { paths }: BoundProjection,
  indexName: string | undefined,
): void {
  const missing = paths.map(([name]) => name).filter((name) => held && !held.has(name));
  if (missing.length === 0) return;
  throw invalidParameter(
    `Global secondary index ${indexName} does not project [${missing.join(', ')}]`,
  );
}

/** Where to go on: after a place at which nothing need stand any more. */
function startOf(table: Table, index: Index, input: PageInput): Place | undefined {
  const { ExclusiveStartKey: given } = input;
  if (given === undefined) return undefined;
  const names = keyNamesOf(table, index);
  const start = normalItem(given);
  const isKey =
    Object.keys(start).length === names.size &&
    Object.keys(start).every((name) => names.has(name)) &&
    [...table.keys, ...keysOf(index.schema)].every(
      ({ name, type }) => typeOf(start[name] ?? {}) === type,
    );
  if (!isKey) {
    throw invalid(
      'The provided starting key is invalid: The provided key element does not match the schema',
    );
  }
  try {
    checkKeys(table.items.schema, start);
    checkKeys(index.schema, start);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    throw invalid(`The provided starting key is invalid: ${error.message}`);
  }
  return index.placeOf(start);
}
