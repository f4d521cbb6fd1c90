import { addUnits, ofTable, readUnits, report, type Units } from './capacity.ts';
import type { Tables } from './engine.ts';
import {
  type KeyInput,
  type PreparedWrite,
  type PutInput,
  planWrite,
  prepareDelete,
  preparePut,
  prepareRead,
  type ReadInput,
} from './item-operations.ts';
import { invalid, invalidParameter, unsatisfied } from './refusal.ts';
import type { Table } from './table.ts';
import type { Item } from './values.ts';

const mostReads = 100;
const mostWrites = 25;

export interface BatchReadInput {
  RequestItems: Record<string, Omit<ReadInput, 'Key'> & { Keys: Item[] }>;
  ReturnConsumedCapacity?: string;
}

export function batchGetItem(tables: Tables, input: BatchReadInput): object {
  const requests = Object.entries(input.RequestItems);
  refuseNumber(requests.map(([, { Keys }]) => Keys.length));
  const keys = requests.reduce((sum, [, { Keys }]) => sum + Keys.length, 0);
  if (keys > mostReads) throw invalid('Too many items requested for the BatchGetItem call');
  const prepared = requests.map(([name, { Keys, ...request }]) => {
    const table = tables.get(name);
    const reads = Keys.map((key) => prepareRead(table, request, key));
    refuseTwice(
      table,
      reads.map(({ key }) => key),
      duplicateKeys,
    );
    return { table, reads, isConsistent: request.ConsistentRead === true };
  });
  const answers = prepared.map(({ table, reads, isConsistent }) => {
    let units = 0;
    const items = reads.flatMap(({ key, project }) => {
      const found = table.get(key);
      if (found === undefined) return [];
      units += readUnits(found.size, isConsistent);
      return [project(found.item)];
    });
    return { name: table.definition.TableName, items, units: ofTable(units) };
  });
  return {
    Responses: Object.fromEntries(answers.map(({ name, items }) => [name, items])),
    UnprocessedKeys: {},
    ...consumed(answers, input.ReturnConsumedCapacity),
  };
}

export interface BatchWriteInput {
  RequestItems: Record<string, { PutRequest?: PutInput; DeleteRequest?: KeyInput }[]>;
  ReturnConsumedCapacity?: string;
}

export function batchWriteItem(tables: Tables, input: BatchWriteInput): object {
  const requests = Object.entries(input.RequestItems);
  refuseNumber(requests.map(([, writes]) => writes.length));
  const writes = requests.reduce((sum, [, { length }]) => sum + length, 0);
  if (writes > mostWrites) throw invalid('Too many items requested for the BatchWriteItem call');
  const prepared = requests.map(([name, ofTable]) => {
    const table = tables.get(name);
    const all = ofTable.map((request) => prepare(table, request));
    refuseTwice(
      table,
      all.map(({ key }) => key),
      duplicateKeys,
    );
    return { table, all };
  });
  const answers = prepared.map(({ table, all }) => ({
    name: table.definition.TableName,
    units: addUnits(all.map(writeOne)),
  }));
  return { UnprocessedItems: {}, ...consumed(answers, input.ReturnConsumedCapacity) };
}

function prepare(
  table: Table,
  { PutRequest, DeleteRequest }: BatchWriteInput['RequestItems'][string][number],
): PreparedWrite {
  if (PutRequest && !DeleteRequest) return preparePut(table, PutRequest);
  if (DeleteRequest && !PutRequest) return prepareDelete(table, DeleteRequest);
  throw invalidParameter(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  );
}

/* DynamoDB Local counts two units for a delete of what is not there, in a batch. */
function writeOne(prepared: PreparedWrite): Units {
  const plan = planWrite(prepared);
  if (plan === undefined) throw new Error('A write of a batch has no condition');
  const units = prepared.table.write(plan);
  return plan.before === undefined && plan.after === undefined ? ofTable(2) : units;
}

const consumed = (answers: readonly { name: string; units: Units }[], detail: unknown) =>
  (detail === 'TOTAL' || detail === 'INDEXES') && {
    ConsumedCapacity: answers.map(({ name, units }) => report(name, units, detail)),
  };

function refuseNumber(numbers: readonly number[]): void {
  if (numbers.length > 0 && numbers.every((number) => number > 0)) return;
  throw unsatisfied({}, 'requestItems', 'Member must have length greater than or equal to 1');
}

const duplicateKeys = 'Provided list of item keys contains duplicates';

/** @throws EngineRefusal when two of the keys are of one item */
export function refuseTwice(table: Table, keys: readonly Item[], message: string): void {
  const seen = new Set(keys.map((key) => identityOf(table, key)));
  if (seen.size < keys.length) throw invalid(message);
}

/** Tells an item from every other of its table. */
export function identityOf({ keys }: Table, key: Item): string {
  return JSON.stringify(keys.map(({ name, type }) => key[name]?.[type]));
}
