import { type Binding, type ResolvedPath, refuseOverlaps, valueAt } from './binding.ts';
import { addNumbers, compareNumbers, subtractNumbers } from './numbers.ts';
import { invalid, invalidParameter } from './refusal.ts';
import { type Operand, parseUpdate, type SetValue } from './syntax.ts';
import {
  type AttributeValue,
  compareBytes,
  compareTexts,
  type Item,
  setAttribute,
  typeOf,
  type ValueType,
} from './values.ts';

export interface BoundUpdate {
  /** Every path that the update names. */
  readonly paths: readonly ResolvedPath[];
  /** @throws EngineRefusal for what does not fit the item */
  readonly apply: (item: Item) => Item;
}

const kind = 'UpdateExpression';
const setTypes: readonly ValueType[] = ['SS', 'NS', 'BS'];

/** Nothing takes away a value. */
type Change = { path: ResolvedPath; valueIn: (item: Item) => AttributeValue | undefined };

/** @throws EngineRefusal for what is wrong whatever the item is, keys of the table among it */
export function bindUpdate(
  text: string,
  binding: Binding,
  keyNames: readonly string[],
): BoundUpdate {
  const update = parseUpdate(text, kind);
  const at = (path: Parameters<Binding['path']>[0]) => binding.path(path, kind);
  const sets = update.SET.map(({ path, value }) => ({
    path: at(path),
    valueIn: bindSetValue(value, binding),
  }));
  const removals = update.REMOVE.map(({ path }) => ({ path: at(path), valueIn: () => undefined }));
  const additions = update.ADD.map(({ path, value }) => bindAddition(at(path), value, binding));
  const deletions = update.DELETE.map(({ path, value }) => bindDeletion(at(path), value, binding));
  const changes: Change[] = [...sets, ...removals, ...additions, ...deletions];
  const paths = changes.map(({ path }) => path);
  refuseOverlaps(paths, kind);
  for (const [name] of paths) {
    if (keyNames.includes(name)) {
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
  }
  return {
    paths,
    apply(item) {
      const draft = new Draft(item);
      const given = changes.map(({ path, valueIn }) => ({ path, value: valueIn(item) }));
      for (const { path, value } of given.toSorted(byLastIndex)) draft.change(path, value);
      return draft.finish();
    },
  };
}

/** What lies behind the end of a list is appended in the order of its indexes. */
function byLastIndex(one: Pick<Change, 'path'>, two: Pick<Change, 'path'>): number {
  const indexOf = (part: string | number | undefined) => (typeof part === 'number' ? part : -1);
  return indexOf(one.path.at(-1)) - indexOf(two.path.at(-1));
}

type Evaluate = (item: Item) => AttributeValue;

const badOperand = () => invalid('An operand in the update expression has an incorrect data type');
const badPath = () =>
  invalid('The document path provided in the update expression is invalid for update');

const refuse = (message: string) => invalid(`Invalid ${kind}: ${message}`);

const refuseType = (operator: string, type: string) =>
  refuse(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );

function bindSetValue(value: SetValue, binding: Binding): Evaluate {
  if (!('left' in value)) return bindOperand(value, binding);
  const { kind: sign } = value;
  const [left, right] = [value.left, value.right].map((operand) => {
    refuseGiven(operand, binding, sign, 'N');
    return bindOperand(operand, binding);
  });
  const combine = sign === '+' ? addNumbers : subtractNumbers;
  return (item) => {
    const [a, b] = [left?.(item).N, right?.(item).N];
    if (a === undefined || b === undefined) throw badOperand();
    return { N: combine(a, b) };
  };
}

/** @throws EngineRefusal for an operand that is given with another type */
function refuseGiven(operand: Operand, binding: Binding, operator: string, type: ValueType): void {
  if (operand.kind !== 'value') return;
  const given = typeOf(binding.value(operand.name, kind));
  if (given !== type) throw refuseType(operator, given);
}

function bindOperand(operand: Operand, binding: Binding): Evaluate {
  if (operand.kind === 'value') {
    const value = binding.value(operand.name, kind);
    return () => value;
  }
  if (operand.kind === 'path') {
    const path = binding.path(operand.path, kind);
    return (item) => {
      const value = valueAt(item, path);
      if (value !== undefined) return value;
      throw invalid(
        'The provided expression refers to an attribute that does not exist in the item',
      );
    };
  }
  const { name, operands } = operand;
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw refuse(
      conditionFunctions.has(name)
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  }
  const [first, second] = operands;
  if (operands.length !== 2 || first === undefined || second === undefined) {
    throw refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  return name === 'if_not_exists'
    ? bindDefault(first, second, binding)
    : bindAppend(first, second, binding);
}

const conditionFunctions: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

function bindDefault(first: Operand, second: Operand, binding: Binding): Evaluate {
  if (first.kind !== 'path') {
    throw refuse(
      'Operator or function requires a document path; operator or function: if_not_exists',
    );
  }
  const path = binding.path(first.path, kind);
  const otherwise = bindOperand(second, binding);
  return (item) => valueAt(item, path) ?? otherwise(item);
}

function bindAppend(first: Operand, second: Operand, binding: Binding): Evaluate {
  const [left, right] = [first, second].map((operand) => {
    refuseGiven(operand, binding, 'list_append', 'L');
    return bindOperand(operand, binding);
  });
  return (item) => {
    const [a, b] = [left?.(item).L, right?.(item).L];
    if (a === undefined || b === undefined) throw badOperand();
    return { L: [...a, ...b] };
  };
}

function bindAddition(path: ResolvedPath, name: string, binding: Binding): Change {
  const given = binding.value(name, kind);
  const type = typeOf(given);
  if (type !== 'N' && !setTypes.includes(type)) throw refuseType('ADD', type);
  return {
    path,
    valueIn(item) {
      const current = valueAt(item, path);
      if (current === undefined) return given;
      if (given.N !== undefined && current.N !== undefined) {
        return { N: addNumbers(current.N, given.N) };
      }
      return changeSet(current, given, (elements, added) => [
        ...elements,
        ...added.filter((element) => !elements.includes(element)),
      ]);
    },
  };
}

function bindDeletion(path: ResolvedPath, name: string, binding: Binding): Change {
  const given = binding.value(name, kind);
  if (!setTypes.includes(typeOf(given))) throw refuseType('DELETE', typeOf(given));
  return {
    path,
    valueIn(item) {
      const current = valueAt(item, path);
      if (current === undefined) return undefined;
      return changeSet(current, given, (elements, taken) =>
        elements.filter((element) => !taken.includes(element)),
      );
    },
  };
}

/** Nothing instead of a set that has become empty. */
function changeSet(
  current: AttributeValue,
  given: AttributeValue,
  change: (elements: readonly string[], by: readonly string[]) => readonly string[],
): AttributeValue | undefined {
  for (const [type, compare] of [
    ['SS', compareTexts],
    ['NS', compareNumbers],
    ['BS', compareBytes],
  ] as const) {
    const [elements, by] = [current[type], given[type]];
    if (elements === undefined || by === undefined) continue;
    const left = change(elements, by);
    return left.length === 0 ? undefined : { [type]: left.toSorted(compare) };
  }
  throw badOperand();
}

/** Stands for what is gone from a list. */
const gone: AttributeValue = {};

/** An item in the making: what a change does not touch is shared with the item that was. */
class Draft {
  readonly #root: Record<string, AttributeValue>;
  /** Maps and lists that were copied and may be written, by the values that hold them. */
  readonly #copies = new Map<AttributeValue, Record<string, AttributeValue> | AttributeValue[]>();
  /** Lists of which elements are gone; they keep their places until the end. */
  readonly #sparse = new Set<AttributeValue[]>();

  constructor(item: Item) {
    this.#root = { ...item };
  }

  /** @throws EngineRefusal when the path leads nowhere */
  change(path: ResolvedPath, value: AttributeValue | undefined): void {
    let container: Record<string, AttributeValue> | AttributeValue[] = this.#root;
    for (const part of path.slice(0, -1)) {
      const inner: AttributeValue | undefined = childOf(container, part);
      if (inner === undefined) throw badPath();
      container = this.#open(container, part, inner);
    }
    const last = path.at(-1) ?? '';
    if (Array.isArray(container) !== (typeof last === 'number')) throw badPath();
    if (value === undefined) this.#remove(container, last);
    else if (!Array.isArray(container)) setAttribute(container, String(last), value);
    else container[Math.min(Number(last), container.length)] = value;
  }

  finish(): Item {
    for (const list of this.#sparse) {
      const left = list.filter((element) => element !== gone);
      list.splice(0, list.length, ...left);
    }
    return this.#root;
  }

  #remove(container: Record<string, AttributeValue> | AttributeValue[], part: string | number) {
    if (!Array.isArray(container)) {
      delete container[part];
    } else if (Number(part) < container.length) {
      container[Number(part)] = gone;
      this.#sparse.add(container);
    }
  }

  /** The map or list at a place, as a copy that may be written. */
  #open(
    container: Record<string, AttributeValue> | AttributeValue[],
    part: string | number,
    value: AttributeValue,
  ): Record<string, AttributeValue> | AttributeValue[] {
    const known = this.#copies.get(value);
    if (known) return known;
    const copy = value.L ? [...value.L] : value.M ? { ...value.M } : undefined;
    if (copy === undefined) throw badPath();
    const holder: AttributeValue = Array.isArray(copy) ? { L: copy } : { M: copy };
    this.#copies.set(holder, copy);
    if (Array.isArray(container)) container[Number(part)] = holder;
    else setAttribute(container, String(part), holder);
    return copy;
  }
}

function childOf(
  container: Readonly<Record<string, AttributeValue>> | readonly AttributeValue[],
  part: string | number,
): AttributeValue | undefined {
  if (Array.isArray(container)) return typeof part === 'number' ? container[part] : undefined;
  return typeof part === 'string' && Object.hasOwn(container, part)
    ? (container as Item)[part]
    : undefined;
}
