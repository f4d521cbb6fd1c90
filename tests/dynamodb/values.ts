import { compareNumbers, normalNumber, sizeOfNumber } from './numbers.ts';
import { invalid, invalidParameter } from './refusal.ts';

/** A value as the JSON protocol writes it: exactly one of its members is there. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  /** Base64, as in `BS`. */
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
}

export type ValueType = keyof AttributeValue;

/** Attributes by their names. What the engine holds is never changed, but replaced. */
export type Item = Readonly<Record<string, AttributeValue>>;

export const valueTypes: readonly ValueType[] = [
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'L',
  'M',
  'SS',
  'NS',
  'BS',
];

const deepest = 31;

export function typeOf(value: AttributeValue): ValueType {
  for (const type in value) return type as ValueType;
  throw invalid(emptyValue);
}

const emptyValue =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';

/** The attribute itself, never what every object has. */
export const attributeOf = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

/** Sets an attribute of an item under construction, whatever its name. */
export function setAttribute(
  item: Record<string, AttributeValue>,
  name: string,
  value: AttributeValue,
): void {
  if (name !== '__proto__') {
    item[name] = value;
    return;
  }
  Object.defineProperty(item, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/**
 * The item with its numbers, sets and bytes in their normal form, of objects of its own.
 *
 * @throws EngineRefusal for values that DynamoDB does not take
 */
export function normalItem(item: Item, depth = 0): Item {
  const normal: Record<string, AttributeValue> = {};
  for (const name of Object.keys(item)) {
    setAttribute(normal, name, normalValue(item[name] ?? {}, depth));
  }
  return normal;
}

/** As {@link normalItem}, of one value. */
export function normalValue(value: AttributeValue, depth = 0): AttributeValue {
  if (depth > deepest)
    throw invalid(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  const type = typeOf(value);
  if (Object.keys(value).length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  switch (type) {
    case 'S':
      return { S: value.S ?? '' };
    case 'N':
      return { N: normalNumber(value.N ?? '') };
    case 'B':
      return { B: normalBytes(value.B ?? '') };
    case 'BOOL':
      return { BOOL: value.BOOL ?? false };
    case 'NULL':
      if (value.NULL === true) return { NULL: true };
      throw invalidParameter('Null attribute value types must have the value of true');
    case 'L':
      return { L: (value.L ?? []).map((element) => normalValue(element, depth + 1)) };
    case 'M':
      return { M: normalItem(value.M ?? {}, depth + 1) };
    case 'SS':
      return { SS: normalSet(value.SS, 'An string set  may not be empty', compareTexts) };
    case 'NS': {
      const numbers = value.NS?.map(normalNumber);
      return { NS: normalSet(numbers, 'An number set  may not be empty', compareNumbers) };
    }
    case 'BS': {
      const bytes = value.BS?.map(normalBytes);
      return { BS: normalSet(bytes, 'Binary sets should not be empty', compareBytes) };
    }
    default:
      throw invalid(emptyValue);
  }
}

const normalBytes = (base64: string) => Buffer.from(base64, 'base64').toString('base64');

function normalSet(
  elements: readonly string[] = [],
  ifEmpty: string,
  compare: (left: string, right: string) => number,
): readonly string[] {
  if (elements.length === 0) throw invalidParameter(ifEmpty);
  if (new Set(elements).size < elements.length) {
    throw invalidParameter(`Input collection [${elements.join(', ')}] contains duplicates.`);
  }
  return elements.toSorted(compare);
}

export function isEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  const [a, b] = [left[type], right[type]];
  if (b === undefined) return false;
  if (type === 'M') return areEqualItems(left.M ?? {}, right.M ?? {});
  if (type === 'L') {
    const others = right.L ?? [];
    return (
      left.L?.length === others.length &&
      left.L.every((element, index) => isEqual(element, others[index] ?? {}))
    );
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => element === b[index]);
  }
  return a === b;
}

export function areEqualItems(left: Item, right: Item): boolean {
  if (left === right) return true;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const other = attributeOf(right, name);
      return other !== undefined && isEqual(left[name] ?? {}, other);
    })
  );
}

/** How two texts, numbers or bytes stand to one another; nothing for other or unlike values. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareTexts(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined) return compareBytes(left.B, right.B);
  return undefined;
}

/** In the order of their UTF-8 bytes, which is that of their code points. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    // Halves of a pair stand for what is above all that one unit can say.
    return isHalf(a) === isHalf(b) ? a - b : isHalf(a) ? 1 : -1;
  }
  return left.length - right.length;
}

const isHalf = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

export const compareBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left, 'base64'), Buffer.from(right, 'base64'));

/** Bytes of an item, by which it is limited and paid. */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name of Object.keys(item)) {
    size += Buffer.byteLength(name) + sizeOfValue(item[name] ?? {});
  }
  return size;
}

export const sizeOfBytes = (base64: string): number => Buffer.byteLength(base64, 'base64');

const container = 3;
const element = 1;

export function sizeOfValue(value: AttributeValue): number {
  switch (typeOf(value)) {
    case 'S':
      return Buffer.byteLength(value.S ?? '');
    case 'N':
      return sizeOfNumber(value.N ?? '0');
    case 'B':
      return sizeOfBytes(value.B ?? '');
    case 'L':
      return (value.L ?? []).reduce((sum, it) => sum + element + sizeOfValue(it), container);
    case 'M':
      return container + element * Object.keys(value.M ?? {}).length + sizeOfItem(value.M ?? {});
    case 'SS':
      return sumOf(value.SS, (text) => Buffer.byteLength(text));
    case 'NS':
      return sumOf(value.NS, sizeOfNumber);
    case 'BS':
      return sumOf(value.BS, sizeOfBytes);
    default:
      return 1;
  }
}

const sumOf = (elements: readonly string[] = [], sizeOf: (text: string) => number) =>
  elements.reduce((sum, text) => sum + sizeOf(text), 0);
