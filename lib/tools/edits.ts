import { type Expression, type ObjectExpression, parseSync } from '@swc/core';

/* Small changes of a source, which leave the rest of it as it is. Biome formats them afterwards. */

/** @throws Error when the text has no such place */
export type Edit = (text: string) => string;

/** Adds an import line, or what it imports to a line from the same module where there is one. */
export const withImport =
  (line: string): Edit =>
  (text) => {
    if (text.includes(line)) return text;
    const [, isType, names = '', from = ''] =
      /^import (type )?\{ (.+) \} from '(.+)'/.exec(line) ?? [];
    const present = new RegExp(`^import (type )?\\{([^}]*)\\} from '${from}';$`, 'm').exec(text);
    if (!names || !present || (present[1] && !isType)) return `${line}\n${text}`;
    const known = (present[2] ?? '').split(',').map((name) => name.trim());
    const mark = isType && !present[1] ? 'type ' : '';
    const added = names
      .split(', ')
      .filter((name) => !known.some((other) => other.replace(/^type /, '') === name))
      .map((name) => `${mark}${name}`);
    const all = [...known.filter(Boolean), ...added].join(', ');
    return text.replace(present[0], () => `import ${present[1] ?? ''}{ ${all} } from '${from}';`);
  };

/** Puts code at the end, in place of what says that a module is empty. */
export const withCode =
  (code: string): Edit =>
  (text) =>
    `${text.replace(/^export \{\};\n/m, '').trimEnd()}\n\n${code}`;

/** Puts code before the first line that begins so, with the comment that is on it. */
export const withCodeBefore =
  (beginning: string, code: string): Edit =>
  (text) => {
    const at = text.indexOf(`\n${beginning}`) + 1;
    if (at === 0) throw new Error(`${beginning} cannot be found`);
    const comment = /\/\*\*(?:[^*]|\*(?!\/))*\*\/\n$/.exec(text.slice(0, at));
    const place = at - (comment?.[0].length ?? 0);
    return `${text.slice(0, place)}${code}\n${text.slice(place)}`;
  };

/** A constant's name, and the names that lead to an array or an object within it. */
type Path = readonly [constant: string, ...path: string[]];

/** Puts a member at the end of an array or an object. */
export const withMember =
  (path: Path, member: string): Edit =>
  (text) => {
    const { list, positionOf } = listAt(text, path);
    const bytes = Buffer.from(text);
    const end = positionOf(list.span.end) - 1;
    const head = bytes.subarray(0, end).toString();
    const isOpen = /[[{,]\s*$/.test(head);
    return `${head}${isOpen ? '' : ','} ${member},${bytes.subarray(end).toString()}`;
  };

/** Puts a member into an object, before the one of this name. */
export const withMemberBefore =
  (path: Path, name: string, member: string): Edit =>
  (text) => {
    const { list, positionOf } = listAt(text, path);
    const key = list.type === 'ObjectExpression' && keyOf(list, name);
    if (!key) throw new Error(`${[...path, name].join('.')} cannot be found`);
    const bytes = Buffer.from(text);
    const at = positionOf(key.span.start);
    return `${bytes.subarray(0, at).toString()}${member}, ${bytes.subarray(at).toString()}`;
  };

function listAt(text: string, [constant, ...path]: Path) {
  const { body, span } = parseSync(text, { syntax: 'typescript', target: 'es2024' });
  const found = body
    .map((statement) =>
      statement.type === 'ExportDeclaration' ? statement.declaration : statement,
    )
    .flatMap((statement) =>
      statement.type === 'VariableDeclaration' ? statement.declarations : [],
    )
    .find(({ id }) => id.type === 'Identifier' && id.value === constant)?.init;
  const list = found && path.reduce(memberOf, bare(found));
  if (list?.type !== 'ArrayExpression' && list?.type !== 'ObjectExpression') {
    throw new Error(`${[constant, ...path].join('.')} cannot be found`);
  }
  // Positions are of bytes, and count on from one source to the next.
  const offset = span.start - firstToken(text);
  return { list, positionOf: (position: number) => position - offset };
}

/** Where the first thing that is no comment begins: there the module does. */
function firstToken(text: string): number {
  const skipped = /^(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
  return Buffer.byteLength(skipped);
}

/** What a value is, without what is said of its type. */
function bare(value: Expression): Expression {
  const isTyped =
    value.type === 'TsAsExpression' ||
    value.type === 'TsSatisfiesExpression' ||
    value.type === 'TsConstAssertion';
  return isTyped ? bare(value.expression) : value;
}

const propertyOf = ({ properties }: ObjectExpression, name: string) =>
  properties
    .filter((property) => property.type === 'KeyValueProperty')
    .find(
      ({ key }) =>
        (key.type === 'Identifier' || key.type === 'StringLiteral') && key.value === name,
    );

const keyOf = (list: ObjectExpression, name: string) => {
  const key = propertyOf(list, name)?.key;
  return key?.type === 'Identifier' || key?.type === 'StringLiteral' ? key : undefined;
};

function memberOf(value: Expression, name: string): Expression {
  const property = value.type === 'ObjectExpression' && propertyOf(value, name);
  if (!property) throw new Error(`${name} cannot be found`);
  return bare(property.value);
}
