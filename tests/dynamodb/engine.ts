import {
  type BatchReadInput,
  type BatchWriteInput,
  batchGetItem,
  batchWriteItem,
} from './batch-operations.ts';
import {
  deleteItem,
  getItem,
  type KeyInput,
  type PutInput,
  putItem,
  type ReadInput,
  type UpdateInput,
  updateItem,
} from './item-operations.ts';
import { type QueryInput, query, type ScanInput, scan } from './page-operations.ts';
import { EngineRefusal, notFound, unsatisfied } from './refusal.ts';
import type { Table, TableDefinition, TableSnapshot } from './table.ts';
import {
  createTable,
  deleteTable,
  describeStream,
  describeTable,
  describeTimeToLive,
  getRecords,
  getShardIterator,
  type ListTablesInput,
  listStreams,
  listTables,
  type TimeToLiveInput,
  type UpdateTableInput,
  updateTable,
  updateTimeToLive,
} from './table-operations.ts';
import {
  Tokens,
  type TransactReadInput,
  type TransactWriteInput,
  transactGetItems,
  transactWriteItems,
} from './transaction-operations.ts';

export { EngineRefusal } from './refusal.ts';
export type { TableSnapshot } from './table.ts';

/**
 * DynamoDB and its streams in this process, for tests: what DynamoDB 2012-08-10 answers, with the
 * capacity units that DynamoDB Local reports. One call is done before the next one begins, so no
 * transaction meets another.
 */
export interface Engine {
  /**
   * Does one call. Input and answer are the bodies of the JSON protocol, bytes as base64. The
   * answer shares its values with the tables: it may be read, not changed.
   *
   * @throws EngineRefusal when DynamoDB refuses the call; Error for what the engine does not know
   */
  call(operation: string, input: object): object;
  /** Does one call of which the streams hear nothing; see {@link Engine.call}. */
  callUntold(operation: string, input: object): object;
  /** What the table holds now. Costs nothing but one copy of the indexes' maps at the next write. */
  snapshot(tableName: string): TableSnapshot;
  /** Lets the table hold what it held. Its stream hears nothing of it, and goes on from its end. */
  restore(tableName: string, snapshot: TableSnapshot): void;
}

/** The tables by their names. */
export class Tables {
  readonly #byName = new Map<string, Table>();

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** @throws EngineRefusal when there is none of this name */
  get(name: unknown): Table {
    if (typeof name !== 'string') {
      throw unsatisfied(null, 'tableName', 'Member must not be null');
    }
    const table = this.#byName.get(name);
    if (table === undefined) throw notFound('Cannot do operations on a non-existent table');
    return table;
  }

  add(table: Table): void {
    this.#byName.set(table.definition.TableName, table);
  }

  remove(table: Table): void {
    this.#byName.delete(table.definition.TableName);
  }

  names(): string[] {
    return [...this.#byName.keys()].toSorted();
  }

  all(): Table[] {
    return [...this.#byName.values()];
  }
}

interface InTable {
  TableName?: unknown;
}

export function createEngine({ now }: { now: () => Date }): Engine {
  const tables = new Tables();
  const tokens = new Tokens();
  const inTable =
    <Input>(operate: (table: Table, input: Input) => object) =>
    (input: Input) =>
      operate(tables.get((input as InTable).TableName), input);

  const operations = {
    BatchGetItem: (input: BatchReadInput) => batchGetItem(tables, input),
    BatchWriteItem: (input: BatchWriteInput) => batchWriteItem(tables, input),
    CreateTable: (input: TableDefinition) => createTable(tables, input, now),
    DeleteItem: inTable<KeyInput>(deleteItem),
    DeleteTable: inTable<object>((table) => deleteTable(tables, table)),
    DescribeStream: (input: object) => describeStream(tables, input),
    DescribeTable: inTable<object>(describeTable),
    DescribeTimeToLive: inTable<object>(describeTimeToLive),
    GetItem: inTable<ReadInput>(getItem),
    GetRecords: (input: object) => getRecords(tables, input),
    GetShardIterator: (input: object) => getShardIterator(tables, input),
    ListStreams: (input: object) => listStreams(tables, input),
    ListTables: (input: ListTablesInput) => listTables(tables, input),
    PutItem: inTable<PutInput>(putItem),
    Query: inTable<QueryInput>(query),
    Scan: inTable<ScanInput>(scan),
    TransactGetItems: (input: TransactReadInput) => transactGetItems(tables, input),
    TransactWriteItems: (input: TransactWriteInput) =>
      transactWriteItems(tables, tokens, input, now()),
    UpdateItem: inTable<UpdateInput>(updateItem),
    UpdateTable: inTable<UpdateTableInput>(updateTable),
    UpdateTimeToLive: inTable<TimeToLiveInput>(updateTimeToLive),
  };

  const call: Engine['call'] = (operation, input) => {
    if (!Object.hasOwn(operations, operation)) {
      throw new EngineRefusal('UnknownOperationException', 'An unknown operation was requested.');
    }
    // Each operation reads what it needs of its input, which nobody but the SDK has written.
    const operate = operations[operation as keyof typeof operations] as (input: object) => object;
    return operate(input);
  };

  return {
    call,
    callUntold(operation, input) {
      const streams = tables.all().flatMap(({ stream }) => stream ?? []);
      for (const stream of streams) stream.isMuted = true;
      try {
        return call(operation, input);
      } finally {
        for (const stream of streams) stream.isMuted = false;
      }
    },
    snapshot: (tableName) => tables.get(tableName).snapshot(),
    restore(tableName, snapshot) {
      tables.get(tableName).restore(snapshot);
    },
  };
}
