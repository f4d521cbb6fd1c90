import type { Binding } from './binding.ts';
import { wordsOf } from './conditions.ts';
import { beginsWith } from './functions.ts';
import { bisect, type Entry, type Index } from './index.ts';
import { checkPartitionKey, checkSortKey, type KeyAttribute } from './keys.ts';
import { invalid, invalidParameter } from './refusal.ts';
import { type Condition, type Operand, parseCondition } from './syntax.ts';
import { type AttributeValue, compareValues, typeOf } from './values.ts';

const kind = 'KeyConditionExpression';

/** Asked of one key. */
interface KeyCondition {
  operator: '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';
  values: readonly AttributeValue[];
}

export interface KeyRange {
  /** Value of the partition key, as text. */
  readonly partition: string;
  /** The entries of the partition that meet the condition on the sort key. */
  readonly entries: readonly Entry[];
  /** Whether a sort key meets the condition on it. */
  fits(sortKey: string): boolean;
  /** The sort key with which the range ends, when it is read this way and ends with one. */
  end(isForward: boolean): string | undefined;
}

/** @throws EngineRefusal for what is no condition on the keys of the index */
export function bindKeyCondition(text: string, binding: Binding, index: Index): KeyRange {
  const conditions = new Map<string, KeyCondition>();
  for (const part of partsOf(parseCondition(text, kind))) {
    const [name, condition] = bindPart(part, binding);
    if (conditions.has(name)) {
      throw invalid('KeyConditionExpressions must only contain one condition per key');
    }
    conditions.set(name, condition);
  }
  const { hash, range } = index.schema;
  const onHash = takeOf(conditions, hash, checkPartitionKey);
  if (onHash === undefined) throw missed(hash.name);
  if (onHash.operator !== '=') throw invalid('Query key condition not supported');
  const onRange = range && takeOf(conditions, range, checkSortKey);
  if (conditions.size > 0) {
    throw range && !onRange ? missed(range.name) : invalid('Query key condition not supported');
  }
  const partition = onHash.values[0]?.[hash.type] ?? '';
  const entries = index.partition(partition);
  if (range === undefined || onRange === undefined) {
    return { partition, entries, fits: () => true, end: () => undefined };
  }
  const { type } = range;
  const [from, to] = rangeOf(index, entries, onRange, type);
  return {
    partition,
    entries: entries.slice(from, to),
    fits: (sortKey) => isMet(onRange, { [type]: sortKey }),
    end(isForward) {
      const { operator, values } = onRange;
      const isEnd = operator === 'BETWEEN' || operator === (isForward ? '<=' : '>=');
      return isEnd ? values.at(isForward ? -1 : 0)?.[type] : undefined;
    },
  };
}

const missed = (name: string) => invalid(`Query condition missed key schema element: ${name}`);

const refuse = (operator: string) =>
  invalid(`Invalid ${kind}: Invalid operator used in ${kind}: ${operator}`);

function partsOf(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...partsOf(condition.left), ...partsOf(condition.right)];
  if (condition.kind === 'or' || condition.kind === 'not') {
    throw refuse(condition.kind.toUpperCase());
  }
  return [condition];
}

function bindPart(part: Condition, binding: Binding): [name: string, condition: KeyCondition] {
  switch (part.kind) {
    case 'compare': {
      const { operator, left, right } = part;
      if (operator === '<>') throw refuse(operator);
      if (left.kind === 'value' && right.kind === 'path') {
        return [
          nameOf(right, binding),
          { operator: mirrored[operator], values: [givenOf(left, binding)] },
        ];
      }
      return [nameOf(left, binding), { operator, values: [givenOf(right, binding)] }];
    }
    case 'between': {
      const [lower, upper] = [givenOf(part.lower, binding), givenOf(part.upper, binding)];
      if ((compareValues(lower, upper) ?? 0) > 0) {
        throw invalid(
          `Invalid ${kind}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: ${wordsOf(lower)}, upper bound operand: AttributeValue: ${wordsOf(upper)}`,
        );
      }
      return [nameOf(part.operand, binding), { operator: 'BETWEEN', values: [lower, upper] }];
    }
    case 'function': {
      const [first, second] = part.operands;
      if (part.name !== 'begins_with' || !first || !second) throw refuse(part.name);
      const start = givenOf(second, binding);
      if (start.S === undefined && start.B === undefined) {
        throw invalid(
          `Invalid ${kind}: Incorrect operand type for operator or function; operator or function: begins_with, operand type: ${typeOf(start)}`,
        );
      }
      return [nameOf(first, binding), { operator: part.name, values: [start] }];
    }
    default:
      throw refuse(part.kind.toUpperCase());
  }
}

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function nameOf(operand: Operand, binding: Binding): string {
  if (operand.kind !== 'path') {
    throw invalid(`Invalid ${kind}: Operator or function requires a document path`);
  }
  const [name, ...rest] = binding.path(operand.path, kind);
  if (rest.length > 0) {
    throw invalid(
      `Invalid ${kind}: KeyConditionExpressions cannot have conditions on nested attributes`,
    );
  }
  return name;
}

function givenOf(operand: Operand, binding: Binding): AttributeValue {
  if (operand.kind === 'value') return binding.value(operand.name, kind);
  throw invalid(
    `Invalid ${kind}: KeyConditionExpressions must have a value to compare with on one side`,
  );
}

/** Takes the condition on a key out of all. @throws EngineRefusal for values that no key has */
function takeOf(
  conditions: Map<string, KeyCondition>,
  key: KeyAttribute,
  check: (key: KeyAttribute, value: AttributeValue) => void,
): KeyCondition | undefined {
  const condition = conditions.get(key.name);
  conditions.delete(key.name);
  for (const value of condition?.values ?? []) {
    if (typeOf(value) !== key.type) {
      throw invalidParameter('Condition parameter type does not match schema type');
    }
    check(key, value);
  }
  return condition;
}

/** From which entry to before which one the condition is met. */
function rangeOf(
  index: Index,
  entries: readonly Entry[],
  { operator, values }: KeyCondition,
  type: KeyAttribute['type'],
): [from: number, to: number] {
  const [first = '', last = first] = values.map((value) => value[type] ?? '');
  const from = () => index.firstNotBefore(entries, [first]);
  const after = (value: string) => index.firstAfter(entries, [value]);
  switch (operator) {
    case '=':
    case 'BETWEEN':
      return [from(), after(last)];
    case '<':
      return [0, from()];
    case '<=':
      return [0, after(first)];
    case '>':
      return [after(first), entries.length];
    case '>=':
      return [from(), entries.length];
    case 'begins_with': {
      const start = from();
      const starts = ({ place: [sortKey = ''] }: Entry) =>
        beginsWith({ [type]: sortKey }, { [type]: first });
      return [start, bisect(entries, starts, start)];
    }
  }
}

function isMet({ operator, values }: KeyCondition, sortKey: AttributeValue): boolean {
  const [first = {}, last = {}] = values;
  if (operator === 'begins_with') return beginsWith(sortKey, first);
  const order = compareValues(sortKey, first) ?? Number.NaN;
  switch (operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case 'BETWEEN':
      return order >= 0 && (compareValues(sortKey, last) ?? Number.NaN) <= 0;
  }
}
