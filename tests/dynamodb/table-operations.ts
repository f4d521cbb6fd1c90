import type { Tables } from './engine.ts';
import { EngineRefusal, invalid, invalidParameter, notFound, unsatisfied } from './refusal.ts';
import { type IteratorRequest, readIterator } from './stream.ts';
import { type IndexDefinition, Table, type TableDefinition } from './table.ts';

/* What concerns tables as a whole, and their streams. */

const mostNames = 100;

export function createTable(tables: Tables, input: TableDefinition, now: () => Date): object {
  const { TableName } = input;
  if (tables.has(TableName)) {
    throw new EngineRefusal('ResourceInUseException', 'Cannot create preexisting table');
  }
  if ('LocalSecondaryIndexes' in input) throw unsupported('local secondary indexes');
  const { StreamEnabled, StreamViewType } = input.StreamSpecification ?? {};
  if (StreamEnabled && StreamViewType !== 'NEW_AND_OLD_IMAGES') {
    throw unsupported(`streams of ${StreamViewType}`);
  }
  const table = new Table(structuredClone(input), now);
  tables.add(table);
  return { TableDescription: describe(table) };
}

/** What the engine was not made for fails loudly: it is no refusal of DynamoDB's. */
const unsupported = (what: string) => new Error(`The engine knows no ${what}`);

export const describeTable = (table: Table): object => ({ Table: describe(table) });

export function deleteTable(tables: Tables, table: Table): object {
  tables.remove(table);
  return { TableDescription: describe(table) };
}

export interface UpdateTableInput {
  AttributeDefinitions?: TableDefinition['AttributeDefinitions'];
  GlobalSecondaryIndexUpdates?: { Create?: IndexDefinition; Delete?: { IndexName: string } }[];
}

export function updateTable(table: Table, input: UpdateTableInput): object {
  const { definition } = table;
  const known = new Map(
    [...definition.AttributeDefinitions, ...(input.AttributeDefinitions ?? [])].map((it) => [
      it.AttributeName,
      it,
    ]),
  );
  definition.AttributeDefinitions = [...known.values()];
  for (const { Create, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    const others = (definition.GlobalSecondaryIndexes ?? []).filter(
      ({ IndexName }) => IndexName !== Delete?.IndexName,
    );
    if (Create) table.addIndex(Create);
    if (Delete) table.indexes.delete(Delete.IndexName);
    definition.GlobalSecondaryIndexes = Create ? [...others, structuredClone(Create)] : others;
  }
  return { TableDescription: describe(table) };
}

function describe(table: Table): object {
  const { definition, arn, created, stream, items, indexes } = table;
  const { TableName, AttributeDefinitions, KeySchema, BillingMode = 'PROVISIONED' } = definition;
  const seconds = created.getTime() / 1000;
  const sizesOf = (index: typeof items) => {
    const sizes = [...index.entries()].map(({ size }) => size);
    return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  };
  const { count, bytes } = sizesOf(items);
  return {
    AttributeDefinitions,
    TableName,
    KeySchema,
    TableStatus: 'ACTIVE',
    CreationDateTime: seconds,
    TableSizeBytes: bytes,
    ItemCount: count,
    TableArn: arn,
    BillingModeSummary: { BillingMode, LastUpdateToPayPerRequestDateTime: seconds },
    ...(definition.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.map((index) => {
        const held = indexes.get(index.IndexName);
        const sizes = held ? sizesOf(held) : { count: 0, bytes: 0 };
        return {
          IndexName: index.IndexName,
          KeySchema: index.KeySchema,
          Projection: index.Projection,
          IndexStatus: 'ACTIVE',
          IndexSizeBytes: sizes.bytes,
          ItemCount: sizes.count,
          IndexArn: `${arn}/index/${index.IndexName}`,
        };
      }),
    }),
    ...(stream && {
      StreamSpecification: definition.StreamSpecification,
      LatestStreamLabel: stream.label,
      LatestStreamArn: stream.arn,
    }),
    DeletionProtectionEnabled: false,
  };
}

export interface ListTablesInput {
  Limit?: number;
  ExclusiveStartTableName?: string;
}

export function listTables(tables: Tables, input: ListTablesInput): object {
  const { Limit = mostNames, ExclusiveStartTableName: after = '' } = input;
  if (Limit < 1) {
    throw unsatisfied(Limit, 'limit', 'Member must have value greater than or equal to 1');
  }
  const names = tables.names().filter((name) => name > after);
  const TableNames = names.slice(0, Limit);
  return {
    TableNames,
    ...(names.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) }),
  };
}

export interface TimeToLiveInput {
  TimeToLiveSpecification: { Enabled: boolean; AttributeName: string };
}

export function updateTimeToLive(table: Table, input: TimeToLiveInput): object {
  const { Enabled, AttributeName } = input.TimeToLiveSpecification;
  const isEnabled = table.timeToLiveAttribute !== undefined;
  if (Enabled === isEnabled) {
    throw invalid(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
  }
  table.timeToLiveAttribute = Enabled ? AttributeName : undefined;
  return { TimeToLiveSpecification: { Enabled, AttributeName } };
}

export function describeTimeToLive({ timeToLiveAttribute: AttributeName }: Table): object {
  return {
    TimeToLiveDescription:
      AttributeName === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName },
  };
}

export function listStreams(tables: Tables, { TableName }: { TableName?: string }): object {
  const streamed = tables.all().flatMap(({ definition, stream }) => {
    const isAsked = TableName === undefined || definition.TableName === TableName;
    return stream && isAsked ? [{ name: definition.TableName, stream }] : [];
  });
  return {
    Streams: streamed.map(({ name, stream: { arn, label } }) => ({
      StreamArn: arn,
      TableName: name,
      StreamLabel: label,
    })),
  };
}

interface StreamInput {
  StreamArn?: string;
  ExclusiveStartShardId?: string;
}

export function describeStream(tables: Tables, input: StreamInput): object {
  const { definition, stream } = streamed(tables, input.StreamArn);
  const { TableName, KeySchema } = definition;
  return { StreamDescription: stream.describe(TableName, KeySchema, input.ExclusiveStartShardId) };
}

export function getShardIterator(tables: Tables, input: StreamInput & IteratorRequest): object {
  return { ShardIterator: streamed(tables, input.StreamArn).stream.iteratorAt(input) };
}

export function getRecords(
  tables: Tables,
  { ShardIterator, Limit }: { ShardIterator?: string; Limit?: number },
): object {
  if (ShardIterator === undefined) throw invalidParameter('Invalid ShardIterator');
  const { arn, place } = readIterator(ShardIterator);
  return streamed(tables, arn).stream.read(place, Limit);
}

function streamed(tables: Tables, arn: string | undefined) {
  for (const { definition, stream } of tables.all()) {
    if (stream !== undefined && stream.arn === arn) return { definition, stream };
  }
  throw notFound(`Requested resource not found: Stream: ${arn} not found`);
}
