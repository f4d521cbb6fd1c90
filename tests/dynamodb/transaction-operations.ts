import { isDeepStrictEqual } from 'node:util';
import { identityOf } from './batch-operations.ts';
import {
  addUnits,
  doubled,
  itemReadUnits,
  ofTable,
  report,
  type Units,
  withoutRepeats,
} from './capacity.ts';
import type { Tables } from './engine.ts';
import {
  conditionFailed,
  itemInTheWay,
  type KeyInput,
  type PreparedWrite,
  type PutInput,
  planWrite,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareRead,
  prepareUpdate,
  type ReadInput,
  type UpdateInput,
} from './item-operations.ts';
import { EngineRefusal, invalid, unsatisfied } from './refusal.ts';
import type { PlannedWrite, Table } from './table.ts';
import { type Item, sizeOfItem } from './values.ts';

const mostItems = 100;
const largestTransaction = 4 * 1024 * 1024;
const longestToken = 36;
const tokenMilliseconds = 10 * 60 * 1000;

type InTable<T> = T & { TableName: string };

interface TransactWrite {
  Put?: InTable<PutInput>;
  Update?: InTable<UpdateInput>;
  Delete?: InTable<KeyInput>;
  ConditionCheck?: InTable<KeyInput>;
}

export interface TransactWriteInput {
  TransactItems: TransactWrite[];
  ClientRequestToken?: string;
  ReturnConsumedCapacity?: string;
}

export interface TransactReadInput {
  TransactItems: { Get: InTable<ReadInput> }[];
  ReturnConsumedCapacity?: string;
}

interface Part {
  kind: keyof TransactWrite;
  prepared: PreparedWrite;
}

/** Transactions that were done, by the tokens of their clients. */
export class Tokens {
  readonly #done = new Map<string, { items: TransactWrite[]; until: number }>();

  /** @throws EngineRefusal when the token came with another request */
  isDone(token: string, items: TransactWrite[], now: Date): boolean {
    for (const [known, { until }] of this.#done) {
      if (until > now.getTime()) break;
      this.#done.delete(known);
    }
    const done = this.#done.get(token);
    if (done === undefined) return false;
    if (isDeepStrictEqual(done.items, items)) return true;
    throw new EngineRefusal('IdempotentParameterMismatchException', '');
  }

  add(token: string, items: TransactWrite[], now: Date): void {
    this.#done.set(token, { items, until: now.getTime() + tokenMilliseconds });
  }
}

export function transactWriteItems(
  tables: Tables,
  tokens: Tokens,
  {
    TransactItems: items,
    ClientRequestToken: token,
    ReturnConsumedCapacity: detail,
  }: TransactWriteInput,
  now: Date,
): object {
  refuseNumber(items);
  if (token !== undefined && token.length > longestToken) {
    throw unsatisfied(
      token,
      'clientRequestToken',
      `Member must have length less than or equal to ${longestToken}`,
    );
  }
  const parts = items.map((item) => prepare(tables, item));
  refuseTwice(parts.map(({ prepared }) => prepared));
  if (token !== undefined && tokens.isDone(token, items, now)) {
    return consumed(parts.map(replayed), detail, true);
  }
  const plans = plan(parts.map(({ prepared }) => prepared));
  refuseTooLarge(plans);
  const units = plans.map((it, index) => write(it, parts[index]?.kind));
  if (token !== undefined) tokens.add(token, items, now);
  return consumed(units, detail, true);
}

function refuseNumber(items: readonly unknown[]): void {
  if (items.length < 1) {
    throw unsatisfied(items, 'transactItems', 'Member must have length greater than or equal to 1');
  }
  if (items.length > mostItems) {
    throw unsatisfied(
      items,
      'transactItems',
      `Member must have length less than or equal to ${mostItems}`,
    );
  }
}

function prepare(tables: Tables, item: TransactWrite): Part {
  const [kind, another] = Object.keys(item) as (keyof TransactWrite)[];
  if (kind === undefined) {
    throw invalid(
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
    );
  }
  if (another !== undefined) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { Put, Update, Delete, ConditionCheck } = item;
  if (Put) return { kind, prepared: preparePut(tables.get(Put.TableName), Put) };
  if (Update) return { kind, prepared: prepareUpdate(tables.get(Update.TableName), Update) };
  if (Delete) return { kind, prepared: prepareDelete(tables.get(Delete.TableName), Delete) };
  if (!ConditionCheck) throw new Error(`The engine knows no ${kind}`);
  if (ConditionCheck.ConditionExpression === undefined) {
    throw unsatisfied(
      null,
      'transactItems.1.member.conditionCheck.conditionExpression',
      'Member must not be null',
    );
  }
  return { kind, prepared: prepareCheck(tables.get(ConditionCheck.TableName), ConditionCheck) };
}

function refuseTwice(items: readonly { table: Table; key: Item }[]): void {
  const seen = new Set(
    items.map(({ table, key }) => `${table.definition.TableName} ${identityOf(table, key)}`),
  );
  if (seen.size < items.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

/** @throws EngineRefusal with the reason of each part when a condition is not met */
function plan(prepared: readonly PreparedWrite[]): PlannedWrite[] {
  const plans = prepared.map(planWrite);
  const reasons = plans.map((it, index) => {
    const part = prepared[index];
    if (it !== undefined || part === undefined) return { Code: 'None' };
    return { Code: 'ConditionalCheckFailed', Message: conditionFailed, ...itemInTheWay(part) };
  });
  const possible = plans.filter((it) => it !== undefined);
  if (possible.length === plans.length) return possible;
  throw new EngineRefusal(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  );
}

function refuseTooLarge(plans: readonly PlannedWrite[]): void {
  const size = plans.reduce((sum, { after }) => sum + (after ? sizeOfItem(after) : 0), 0);
  if (size > largestTransaction) {
    throw invalid('Collection size of items in transaction request exceeds the 4MB limit');
  }
}

/* DynamoDB Local counts one unit for a delete of what is not there, in a transaction. */
function write(planned: PlannedWrite, kind: keyof TransactWrite | undefined): PartUnits {
  const { table, before, after } = planned;
  if (kind === 'ConditionCheck') return { table, units: readOf(before?.size) };
  const units = table.write(planned);
  const isAbsent = before === undefined && after === undefined;
  return { table, units: isAbsent ? ofTable(1) : doubled(units) };
}

interface PartUnits {
  table: Table;
  units: Units;
}

const readOf = (size = 0): Units => ofTable(2 * itemReadUnits(size, true));

/** What is paid for a transaction that was done before: its items are read. */
const replayed = ({ prepared: { table, key } }: Part): PartUnits => ({
  table,
  units: readOf(table.get(key)?.size),
});

function consumed(
  parts: readonly PartUnits[],
  detail: unknown,
  mergesRepeats: boolean,
): { ConsumedCapacity?: (object | undefined)[] } {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return {};
  const byTable = Map.groupBy(parts, ({ table }) => table.definition.TableName);
  return {
    ConsumedCapacity: [...byTable].map(([name, of]) => {
      const units = of.map((part) => part.units);
      return report(name, addUnits(mergesRepeats ? withoutRepeats(units, detail) : units), detail);
    }),
  };
}

export function transactGetItems(
  tables: Tables,
  { TransactItems: items, ReturnConsumedCapacity: detail }: TransactReadInput,
): object {
  refuseNumber(items);
  const reads = items.map(({ Get }) => {
    const table = tables.get(Get.TableName);
    return { table, ...prepareRead(table, Get, Get.Key) };
  });
  refuseTwice(reads);
  const answers = reads.map(({ table, key, project }) => {
    const found = table.get(key);
    return {
      table,
      units: readOf(found?.size),
      response: found ? { Item: project(found.item) } : {},
    };
  });
  return {
    Responses: answers.map(({ response }) => response),
    ...consumed(answers, detail, false),
  };
}
