import { Binding, type ResolvedPath, valueAt } from './binding.ts';
import { itemReadUnits, ofTable, report } from './capacity.ts';
import { bindCondition } from './conditions.ts';
import { bindProjection } from './projection.ts';
import { EngineRefusal, invalid } from './refusal.ts';
import { type PlannedWrite, refuseTooLarge, type Table } from './table.ts';
import { bindUpdate } from './updates.ts';
import { type AttributeValue, attributeOf, type Item, normalItem, setAttribute } from './values.ts';

/* Reading and writing one item; transactions and batches are made of these. */

export interface Substituting {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

export interface ReadInput extends Substituting {
  Key: Item;
  ProjectionExpression?: string;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: string;
}

export interface ConditionInput extends Substituting {
  ConditionExpression?: string;
  ReturnValues?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  ReturnConsumedCapacity?: string;
}

export interface PutInput extends ConditionInput {
  Item: Item;
}

export interface KeyInput extends ConditionInput {
  Key: Item;
}

export interface UpdateInput extends KeyInput {
  UpdateExpression?: string;
}

/** A write that was found well-formed, before the item in its way is looked at. */
export interface PreparedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly input: ConditionInput;
  readonly isMet: (item: Item) => boolean;
  /** The item that will stand, or nothing. @throws EngineRefusal for what does not fit */
  readonly next: (before: Item | undefined) => Item | undefined;
  /** Paths that the write names. */
  readonly paths: readonly ResolvedPath[];
}

const expressions = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const;

/** Parameters of the time before expressions. */
const olderParameters = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
];

/**
 * The substitutions of a request.
 *
 * @throws EngineRefusal for older parameters beside expressions; Error for those alone
 */
export function bindingOf(input: Substituting): Binding {
  const used = expressions.filter((name) => (input as Record<string, unknown>)[name] !== undefined);
  const older = olderParameters.filter((name) => name in input);
  if (older.length > 0) {
    if (used.length === 0) throw new Error(`The engine knows no ${older.join(', ')}`);
    throw invalid(
      `Can not specify both expression and non-expression parameters in the same request: Non-expression parameters: {${older.join(', ')}} Expression parameters: {${used.join(', ')}}`,
    );
  }
  return new Binding(input, used.length > 0);
}

export function preparePut(table: Table, input: PutInput): PreparedWrite {
  const binding = bindingOf(input);
  const isMet = bindGuard(input, binding);
  binding.finish();
  const item = normalItem(input.Item);
  table.checkItem(item);
  refuseTooLarge(item, false);
  return { table, key: item, input, isMet, next: () => item, paths: [] };
}

export function prepareUpdate(table: Table, input: UpdateInput): PreparedWrite {
  const binding = bindingOf(input);
  const { UpdateExpression: text } = input;
  const update = text === undefined ? undefined : bindUpdate(text, binding, table.keyNames);
  const isMet = bindGuard(input, binding);
  binding.finish();
  const key = table.keyOf(normalItem(input.Key));
  return {
    table,
    key,
    input,
    isMet,
    next(before = key) {
      const item = update ? update.apply(before) : before;
      table.checkIndexKeys(item);
      refuseTooLarge(item, true);
      return item;
    },
    paths: update?.paths ?? [],
  };
}

export function prepareDelete(table: Table, input: KeyInput): PreparedWrite {
  return { ...prepareCheck(table, input), next: () => undefined };
}

/** A check that the item stays as it is. */
export function prepareCheck(table: Table, input: KeyInput): PreparedWrite {
  const binding = bindingOf(input);
  const isMet = bindGuard(input, binding);
  binding.finish();
  const key = table.keyOf(normalItem(input.Key));
  return { table, key, input, isMet, next: (before) => before, paths: [] };
}

function bindGuard({ ConditionExpression: text }: ConditionInput, binding: Binding) {
  if (text === undefined) return () => true;
  return bindCondition(text, 'ConditionExpression', binding);
}

const none: Item = {};

/** What the write will do; `undefined` when its condition is not met. */
export function planWrite(prepared: PreparedWrite): PlannedWrite | undefined {
  const { table, key } = prepared;
  const before = table.get(key);
  if (!prepared.isMet(before?.item ?? none)) return undefined;
  return { table, key, before, after: prepared.next(before?.item) };
}

/** The item in the way of a write whose condition failed, where it was asked for. */
export function itemInTheWay({ table, key, input }: PreparedWrite): { Item?: Item } {
  if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return {};
  const held = table.get(key);
  return held ? { Item: held.item } : {};
}

export const conditionFailed = 'The conditional request failed';

export function putItem(table: Table, input: PutInput): object {
  refuseReturnValues(input, ['NONE', 'ALL_OLD']);
  return writeOne(preparePut(table, input));
}

export function deleteItem(table: Table, input: KeyInput): object {
  refuseReturnValues(input, ['NONE', 'ALL_OLD']);
  return writeOne(prepareDelete(table, input));
}

export function updateItem(table: Table, input: UpdateInput): object {
  refuseReturnValues(input, ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
  return writeOne(prepareUpdate(table, input));
}

function refuseReturnValues({ ReturnValues: value }: ConditionInput, choices: string[]): void {
  if (value !== undefined && !choices.includes(value)) {
    throw invalid('Return values set to invalid value');
  }
}

function writeOne(prepared: PreparedWrite): object {
  const plan = planWrite(prepared);
  if (plan === undefined) {
    const item = itemInTheWay(prepared);
    throw new EngineRefusal('ConditionalCheckFailedException', conditionFailed, item);
  }
  const { table, input, paths } = prepared;
  const units = table.write(plan);
  const attributes = returnedValues(plan, input.ReturnValues, paths);
  const ConsumedCapacity = report(table.definition.TableName, units, input.ReturnConsumedCapacity);
  return {
    ...(attributes && { Attributes: attributes }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}

function returnedValues(
  { before, after }: PlannedWrite,
  choice: string | undefined,
  paths: readonly ResolvedPath[],
): Item | undefined {
  switch (choice) {
    case 'ALL_OLD':
      return before?.item;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before && attributesAt(before.item, paths);
    case 'UPDATED_NEW':
      return after && attributesAt(after, paths);
    default:
      return undefined;
  }
}

/** The attributes, whole, in which one of the paths leads to something. */
function attributesAt(item: Item, paths: readonly ResolvedPath[]): Item | undefined {
  const found: Record<string, AttributeValue> = {};
  for (const path of paths) {
    const value = attributeOf(item, path[0]);
    if (value !== undefined && valueAt(item, path) !== undefined) {
      setAttribute(found, path[0], value);
    }
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** A read that was found well-formed. */
export interface PreparedRead {
  readonly key: Item;
  readonly project: (item: Item) => Item;
}

export function prepareRead(table: Table, input: Omit<ReadInput, 'Key'>, key: Item): PreparedRead {
  const binding = bindingOf(input);
  const { ProjectionExpression: text } = input;
  const projection = text === undefined ? undefined : bindProjection(text, binding);
  binding.finish();
  return {
    key: table.keyOf(normalItem(key)),
    project: (item) => projection?.apply(item) ?? item,
  };
}

export function getItem(table: Table, input: ReadInput): object {
  const { key, project } = prepareRead(table, input, input.Key);
  const found = table.get(key);
  const units = itemReadUnits(found?.size ?? 0, input.ConsistentRead === true);
  const ConsumedCapacity = report(
    table.definition.TableName,
    ofTable(units),
    input.ReturnConsumedCapacity,
  );
  return {
    ...(found && { Item: project(found.item) }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}
