import { type Binding, type ResolvedPath, valueAt, wordsOfPath } from './binding.ts';
import { beginsWith, contains, sizeOf } from './functions.ts';
import type { ExpressionKind } from './reader.ts';
import { invalid } from './refusal.ts';
import {
  type Comparator,
  type Condition,
  type FunctionCall,
  type Operand,
  parseCondition,
} from './syntax.ts';
import {
  type AttributeValue,
  compareValues,
  type Item,
  isEqual,
  typeOf,
  type ValueType,
  valueTypes,
} from './values.ts';

export type Predicate = (item: Item) => boolean;

type Read = (item: Item) => AttributeValue | undefined;

interface BoundOperand {
  read: Read;
  /** Of an operand that stands in the item. */
  path?: ResolvedPath;
  /** Of an operand that is given. */
  given?: AttributeValue;
  /** Of what a function answers. */
  type?: ValueType;
}

/** @throws EngineRefusal for what is wrong whatever the item is */
export function bindCondition(text: string, kind: ExpressionKind, binding: Binding): Predicate {
  return new Binder(kind, binding).condition(parseCondition(text, kind));
}

/** Top-level attributes that a condition looks at. */
export function attributesIn(condition: Condition, binding: Binding, kind: ExpressionKind) {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { kind: is, path } = part as Partial<Extract<Operand, { kind: 'path' }>>;
    if (is === 'path' && path !== undefined) names.add(binding.path(path, kind)[0]);
    else for (const inner of Object.values(part)) visit(inner);
  };
  visit(condition);
  return names;
}

const ordered: ReadonlySet<ValueType> = new Set(['S', 'N', 'B']);
const updateFunctions: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);
const operandCounts: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const mostChoices = 100;

const signs: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class Binder {
  readonly #kind: ExpressionKind;
  readonly #binding: Binding;

  constructor(kind: ExpressionKind, binding: Binding) {
    this.#kind = kind;
    this.#binding = binding;
  }

  condition(condition: Condition): Predicate {
    switch (condition.kind) {
      case 'and': {
        const [left, right] = [this.condition(condition.left), this.condition(condition.right)];
        return (item) => left(item) && right(item);
      }
      case 'or': {
        const [left, right] = [this.condition(condition.left), this.condition(condition.right)];
        return (item) => left(item) || right(item);
      }
      case 'not': {
        const inner = this.condition(condition.inner);
        return (item) => !inner(item);
      }
      case 'compare':
        return this.#comparison(condition);
      case 'between':
        return this.#range(condition);
      case 'in':
        return this.#choice(condition);
      case 'function':
        return this.#function(condition);
    }
  }

  #refuse(message: string) {
    return invalid(`Invalid ${this.#kind}: ${message}`);
  }

  #refuseType(operator: string, type: string) {
    return this.#refuse(
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
    );
  }

  #operand(operand: Operand): BoundOperand {
    switch (operand.kind) {
      case 'path': {
        const path = this.#binding.path(operand.path, this.#kind);
        return { path, read: (item) => valueAt(item, path) };
      }
      case 'value': {
        const given = this.#binding.value(operand.name, this.#kind);
        return { given, read: () => given };
      }
      case 'function': {
        const [measured] = this.#operands(operand);
        if (operand.name !== 'size' || measured === undefined) {
          throw this.#refuse(
            `The function is not allowed to be used this way in an expression; function: ${operand.name}`,
          );
        }
        return { type: 'N', read: (item) => sizeOf(measured.read(item)) };
      }
    }
  }

  /** The operands of a function, as many as it takes. */
  #operands({ name, operands }: FunctionCall): BoundOperand[] {
    const wanted = operandCounts[name];
    if (wanted === undefined) {
      throw this.#refuse(
        updateFunctions.has(name)
          ? `The function is not allowed in a ${wordOf(this.#kind)} expression; function: ${name}`
          : `Invalid function name; function: ${name}`,
      );
    }
    if (operands.length !== wanted) {
      throw this.#refuse(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      );
    }
    return operands.map((operand) => this.#operand(operand));
  }

  #refuseSame(operator: string, first: BoundOperand, others: readonly BoundOperand[]): void {
    const { path } = first;
    if (path === undefined) return;
    const words = wordsOfPath(path);
    if (!others.some((other) => other.path !== undefined && wordsOfPath(other.path) === words)) {
      return;
    }
    throw this.#refuse(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${words}`,
    );
  }

  #refuseUnordered(operator: string, operands: readonly BoundOperand[]): void {
    for (const { given } of operands) {
      if (given !== undefined && !ordered.has(typeOf(given))) {
        throw this.#refuseType(operator, typeOf(given));
      }
    }
  }

  #comparison({ operator, left, right }: Extract<Condition, { kind: 'compare' }>): Predicate {
    const [first, second] = [this.#operand(left), this.#operand(right)];
    this.#refuseSame(operator, first, [second]);
    if (operator === '=' || operator === '<>') {
      const isWanted = operator === '=';
      return (item) => {
        const [a, b] = [first.read(item), second.read(item)];
        return (a !== undefined && b !== undefined && isEqual(a, b)) === isWanted;
      };
    }
    this.#refuseUnordered(operator, [first, second]);
    const fits = signs[operator];
    return (item) => {
      const order = orderOf(first.read(item), second.read(item));
      return order !== undefined && fits(order);
    };
  }

  #range({ operand, lower, upper }: Extract<Condition, { kind: 'between' }>): Predicate {
    const [value, low, high] = [this.#operand(operand), this.#operand(lower), this.#operand(upper)];
    this.#refuseSame('BETWEEN', value, [low, high]);
    this.#refuseUnordered('BETWEEN', [value, low, high]);
    if (low.given !== undefined && high.given !== undefined) {
      const bounds = `lower bound operand: AttributeValue: ${wordsOf(low.given)}, upper bound operand: AttributeValue: ${wordsOf(high.given)}`;
      const order = compareValues(low.given, high.given);
      if (order === undefined) {
        throw this.#refuse(
          `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
        );
      }
      if (order > 0) {
        throw this.#refuse(
          `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
        );
      }
    }
    return (item) => {
      const it = value.read(item);
      const [above, below] = [orderOf(it, low.read(item)), orderOf(it, high.read(item))];
      return above !== undefined && below !== undefined && above >= 0 && below <= 0;
    };
  }

  #choice({ operand, choices }: Extract<Condition, { kind: 'in' }>): Predicate {
    if (choices.length > mostChoices) {
      throw this.#refuse(
        `Operator or function has too many operands; operator or function: IN, number of operands: ${choices.length}`,
      );
    }
    const value = this.#operand(operand);
    const others = choices.map((choice) => this.#operand(choice));
    this.#refuseSame('IN', value, others);
    return (item) => {
      const it = value.read(item);
      if (it === undefined) return false;
      return others.some((other) => {
        const choice = other.read(item);
        return choice !== undefined && isEqual(it, choice);
      });
    };
  }

  #function(call: FunctionCall): Predicate {
    const { name } = call;
    const [first, second] = this.#operands(call);
    if (name === 'size' || first === undefined) {
      throw this.#refuse(
        `The function is not allowed to be used this way in an expression; function: ${name}`,
      );
    }
    if (name === 'attribute_exists' || name === 'attribute_not_exists') {
      if (first.path === undefined) {
        throw this.#refuse(
          `Operator or function requires a document path; operator or function: ${name}`,
        );
      }
      const isWanted = name === 'attribute_exists';
      return (item) => (first.read(item) !== undefined) === isWanted;
    }
    const other = second ?? first;
    this.#refuseSame(name, first, [other]);
    if (name === 'attribute_type') return this.#typeTest(first, other);
    if (name === 'contains') {
      return (item) => contains(first.read(item), other.read(item));
    }
    for (const { given, type = given && typeOf(given) } of [first, other]) {
      if (type !== undefined && type !== 'S' && type !== 'B') throw this.#refuseType(name, type);
    }
    return (item) => beginsWith(first.read(item), other.read(item));
  }

  #typeTest(value: BoundOperand, { given }: BoundOperand): Predicate {
    const wanted = given?.S;
    if (wanted === undefined) {
      const type = given === undefined ? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}' : typeOf(given);
      throw this.#refuseType('attribute_type', type);
    }
    if (!valueTypes.some((type) => type === wanted)) {
      throw this.#refuse(
        `Invalid attribute type name found; type: ${wanted}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
      );
    }
    return (item) => {
      const it = value.read(item);
      return it !== undefined && typeOf(it) === wanted;
    };
  }
}

const wordOf = (kind: ExpressionKind) =>
  kind === 'ConditionExpression' ? 'condition' : kind === 'FilterExpression' ? 'filter' : 'key';

/** As refusals write a value. */
export const wordsOf = (value: AttributeValue) =>
  `{${typeOf(value)}:${value.S ?? value.N ?? value.B ?? ''}}`;

const orderOf = (left: AttributeValue | undefined, right: AttributeValue | undefined) =>
  left === undefined || right === undefined ? undefined : compareValues(left, right);
