import type { ExpressionKind } from './reader.ts';
import { invalid } from './refusal.ts';
import { isReserved } from './reserved-words.ts';
import type { Path } from './syntax.ts';
import { type AttributeValue, attributeOf, type Item, normalValue } from './values.ts';

/** A path whose names are the attributes' own. */
export type ResolvedPath = readonly [string, ...(string | number)[]];

interface Substitutions {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

const namePattern = /^#\w+$/;
const valuePattern = /^:\w+$/;

/** What `#names` and `:values` stand for in the expressions of one request. */
export class Binding {
  readonly #names: Readonly<Record<string, string>> | undefined;
  readonly #values: Item | undefined;
  readonly #unused = new Set<string>();
  readonly #normal = new Map<string, AttributeValue>();

  /** @throws EngineRefusal for keys that stand for nothing, or without an expression to use them */
  constructor(
    { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Substitutions,
    hasExpression: boolean,
  ) {
    this.#names = names;
    this.#values = values;
    this.#check('ExpressionAttributeNames', names, namePattern, hasExpression);
    this.#check('ExpressionAttributeValues', values, valuePattern, hasExpression);
    for (const [key, value] of Object.entries(values ?? {})) {
      this.#normal.set(key, normalValue(value));
    }
  }

  #check(member: string, given: object | undefined, pattern: RegExp, hasExpression: boolean): void {
    if (given === undefined) return;
    if (!hasExpression) {
      throw invalid(`${member} can only be specified when using expressions`);
    }
    const keys = Object.keys(given);
    if (keys.length === 0) throw invalid(`${member} must not be empty`);
    for (const key of keys) {
      if (!pattern.test(key)) {
        throw invalid(`${member} contains invalid key: Syntax error; key: "${key}"`);
      }
      this.#unused.add(key);
    }
  }

  /** @throws EngineRefusal for reserved words and names that are not given */
  path(path: Path, kind: ExpressionKind): ResolvedPath {
    return path.map((part) => (typeof part === 'number' ? part : this.#name(part, kind))) as [
      string,
    ];
  }

  #name(written: string, kind: ExpressionKind): string {
    if (!written.startsWith('#')) {
      if (!isReserved(written)) return written;
      throw invalid(
        `Invalid ${kind}: Attribute name is a reserved keyword; reserved keyword: ${written}`,
      );
    }
    this.#unused.delete(written);
    const name = this.#names?.[written];
    if (name !== undefined) return name;
    throw invalid(
      `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${written}`,
    );
  }

  /** @throws EngineRefusal for a value that is not given */
  value(name: string, kind: ExpressionKind): AttributeValue {
    this.#unused.delete(name);
    const value = this.#normal.get(name);
    if (value !== undefined) return value;
    throw invalid(
      `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${name}`,
    );
  }

  /** @throws EngineRefusal for what was given and no expression has used */
  finish(): void {
    if (this.#unused.size === 0) return;
    for (const [member, given] of [
      ['ExpressionAttributeNames', this.#names],
      ['ExpressionAttributeValues', this.#values],
    ] as const) {
      const unused = Object.keys(given ?? {}).filter((key) => this.#unused.has(key));
      if (unused.length === 0) continue;
      throw invalid(
        `Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`,
      );
    }
  }
}

/** What stands at a path of an item, if anything does. */
export function valueAt(item: Item, path: ResolvedPath): AttributeValue | undefined {
  let value = attributeOf(item, path[0]);
  for (let index = 1; index < path.length && value !== undefined; index++) {
    const part = path[index];
    if (typeof part === 'number') value = value.L?.[part];
    else value = value.M === undefined ? undefined : attributeOf(value.M, part ?? '');
  }
  return value;
}

/** As refusals write a path. */
export const wordsOfPath = (path: ResolvedPath): string =>
  `[${path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join(', ')}]`;

/** @throws EngineRefusal when one path lies on another, or goes another way at one place */
export function refuseOverlaps(paths: readonly ResolvedPath[], kind: ExpressionKind): void {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(0, index)) {
      const length = Math.min(one.length, two.length);
      const fork = one.findIndex((part, at) => at >= length || part !== two[at]);
      const clash =
        fork === -1 || fork >= length
          ? 'overlap'
          : typeof one[fork] === typeof two[fork]
            ? undefined
            : 'conflict';
      if (clash === undefined) continue;
      throw invalid(
        `Invalid ${kind}: Two document paths ${clash} with each other; must remove or rewrite one of these paths; path one: ${wordsOfPath(two)}, path two: ${wordsOfPath(one)}`,
      );
    }
  }
}
