import { type ExpressionKind, Reader } from './reader.ts';

/** As written: names (`#n` not yet resolved) and list indexes. */
export type Path = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | FunctionCall;

export interface FunctionCall {
  readonly kind: 'function';
  readonly name: string;
  readonly operands: readonly Operand[];
}

export const comparators = ['=', '<>', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof comparators)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly lower: Operand;
      readonly upper: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly choices: readonly Operand[] }
  | FunctionCall;

/** What `SET` gives a path. */
export type SetValue =
  | Operand
  | { readonly kind: '+' | '-'; readonly left: Operand; readonly right: Operand };

export interface Update {
  readonly SET: readonly { readonly path: Path; readonly value: SetValue }[];
  readonly REMOVE: readonly { readonly path: Path }[];
  readonly ADD: readonly { readonly path: Path; readonly value: string }[];
  readonly DELETE: readonly { readonly path: Path; readonly value: string }[];
}

/* Few expressions are written, and each of them is used often. */
function remembering<T>(parse: (text: string, kind: ExpressionKind) => T) {
  const known = new Map<string, T>();
  return (text: string, kind: ExpressionKind): T => {
    const key = `${kind} ${text}`;
    let parsed = known.get(key);
    if (parsed === undefined) {
      parsed = parse(text, kind);
      if (known.size >= mostRemembered) known.clear();
      known.set(key, parsed);
    }
    return parsed;
  };
}

const mostRemembered = 10_000;

/** @throws EngineRefusal for what the grammar does not know, as the other parsers */
export const parseCondition = remembering((text, kind): Condition => {
  const reader = new Reader(kind, text);
  const condition = readOr(reader, { operators: 0 });
  if (reader.next.kind !== 'end') throw reader.unexpected();
  return condition;
});

export const parseProjection = remembering((text, kind): readonly Path[] => {
  const reader = new Reader(kind, text);
  const paths = readList(reader, readPath);
  if (reader.next.kind !== 'end') throw reader.unexpected();
  return paths;
});

export const parseUpdate = remembering((text, kind): Update => {
  const reader = new Reader(kind, text);
  const update: { -readonly [Clause in keyof Update]: Update[Clause] } = {
    SET: [],
    REMOVE: [],
    ADD: [],
    DELETE: [],
  };
  const seen = new Set<string>();
  const open = (clause: keyof Update) => {
    if (!reader.accept(clause)) return false;
    if (seen.has(clause)) {
      throw reader.refusal(
        `The "${clause}" section can only be used once in an update expression;`,
      );
    }
    seen.add(clause);
    return true;
  };
  do {
    if (open('SET')) update.SET = readList(reader, readSet);
    else if (open('REMOVE')) update.REMOVE = readList(reader, (it) => ({ path: readPath(it) }));
    else if (open('ADD')) update.ADD = readList(reader, readChange);
    else if (open('DELETE')) update.DELETE = readList(reader, readChange);
    else throw reader.unexpected();
  } while (reader.next.kind !== 'end');
  return update;
});

function readList<T>(reader: Reader, readOne: (reader: Reader) => T): T[] {
  const elements = [readOne(reader)];
  while (reader.accept(',')) elements.push(readOne(reader));
  return elements;
}

function readSet(reader: Reader): Update['SET'][number] {
  const path = readPath(reader);
  reader.expect('=');
  return { path, value: readSetValue(reader) };
}

function readSetValue(reader: Reader): SetValue {
  if (reader.accept('(')) {
    const inner = readSetValue(reader);
    reader.expect(')');
    return inner;
  }
  const left = readOperand(reader);
  for (const kind of ['+', '-'] as const) {
    if (reader.accept(kind)) return { kind, left, right: readOperand(reader) };
  }
  return left;
}

function readChange(reader: Reader): Update['ADD'][number] {
  const path = readPath(reader);
  if (reader.next.kind !== 'value') throw reader.unexpected();
  return { path, value: reader.take().text };
}

interface Seen {
  operators: number;
  /** What the last pair of parentheses held. */
  parenthesised?: Condition;
}

const mostOperators = 300;

function count(reader: Reader, seen: Seen): void {
  seen.operators += 1;
  if (seen.operators <= mostOperators) return;
  throw reader.refusal(
    `The expression contains too many operators; operator count: ${seen.operators}`,
  );
}

function readOr(reader: Reader, seen: Seen): Condition {
  let left = readAnd(reader, seen);
  while (reader.accept('OR')) {
    count(reader, seen);
    left = { kind: 'or', left, right: readAnd(reader, seen) };
  }
  return left;
}

function readAnd(reader: Reader, seen: Seen): Condition {
  let left = readNot(reader, seen);
  while (reader.accept('AND')) {
    count(reader, seen);
    left = { kind: 'and', left, right: readNot(reader, seen) };
  }
  return left;
}

function readNot(reader: Reader, seen: Seen): Condition {
  if (!reader.accept('NOT')) return readPrimary(reader, seen);
  count(reader, seen);
  return { kind: 'not', inner: readNot(reader, seen) };
}

function readPrimary(reader: Reader, seen: Seen): Condition {
  if (reader.next.text === '(') return readParentheses(reader, seen);
  const operand = readOperand(reader);
  const operator = comparators.find((sign) => reader.accept(sign));
  if (operator !== undefined) {
    count(reader, seen);
    return { kind: 'compare', operator, left: operand, right: readOperand(reader) };
  }
  if (reader.accept('BETWEEN')) {
    count(reader, seen);
    const lower = readOperand(reader);
    reader.expect('AND');
    return { kind: 'between', operand, lower, upper: readOperand(reader) };
  }
  if (reader.accept('IN')) {
    count(reader, seen);
    reader.expect('(');
    const choices = readList(reader, readOperand);
    reader.expect(')');
    return { kind: 'in', operand, choices };
  }
  if (operand.kind !== 'function') throw reader.unexpected();
  count(reader, seen);
  return operand;
}

function readParentheses(reader: Reader, seen: Seen): Condition {
  reader.expect('(');
  const opensTwice = reader.next.text === '(';
  const inner = readOr(reader, seen);
  reader.expect(')');
  if (opensTwice && inner === seen.parenthesised) {
    throw reader.refusal('The expression has redundant parentheses;');
  }
  seen.parenthesised = inner;
  return inner;
}

function readOperand(reader: Reader): Operand {
  const { kind, text } = reader.next;
  if (kind === 'value') return { kind: 'value', name: reader.take().text };
  if (kind === 'name' && !text.startsWith('#') && reader.isFollowedBy('(')) {
    reader.take();
    reader.expect('(');
    const operands = readList(reader, readOperand);
    reader.expect(')');
    return { kind: 'function', name: text, operands };
  }
  return { kind: 'path', path: readPath(reader) };
}

function readPath(reader: Reader): Path {
  const name = () => {
    if (reader.next.kind !== 'name') throw reader.unexpected();
    return reader.take().text;
  };
  const path: (string | number)[] = [name()];
  for (;;) {
    if (reader.accept('.')) {
      path.push(name());
    } else if (reader.accept('[')) {
      if (reader.next.kind !== 'number') throw reader.unexpected();
      path.push(Number(reader.take().text));
      reader.expect(']');
    } else {
      return path;
    }
  }
}
