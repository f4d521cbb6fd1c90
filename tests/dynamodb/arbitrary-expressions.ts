import * as fc from 'fast-check';
import type { AttributeValue } from './values.ts';

/* Values, paths and expressions over few attributes, so that they meet. */

/** Text of an expression, with the paths and values that substitutions will stand for. */
export type Fragment = readonly (
  | string
  | { readonly path: Path }
  | { readonly value: AttributeValue }
)[];
type Path = readonly (string | number)[];

export const S = (text: string): AttributeValue => ({ S: text });

export const text = fc.constantFrom(
  '',
  'a',
  'ab',
  'b',
  'B',
  'é',
  '\uffee',
  '\u{1F600}',
  'x y',
  '10',
);
export const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom(
    '0.5',
    '-1.25',
    '1e3',
    '007',
    '1.10',
    '12345678901234567890.5',
    '-99999999999999999999',
  ),
);
const bytes = fc.constantFrom('', 'AA==', 'AQI=', '/w==');

const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 3, arbitrary: text.map(S) },
  { weight: 3, arbitrary: number.map((N) => ({ N })) },
  bytes.map((B) => ({ B })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
);
export const numberSet = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 })
  .map((NS) => ({ NS: NS.map(String) }));
export const textSet = fc
  .uniqueArray(
    text.filter((it) => it !== ''),
    { minLength: 1, maxLength: 3 },
  )
  .map((SS) => ({ SS }));
const set: fc.Arbitrary<AttributeValue> = fc.oneof(numberSet, textSet);
export const list = fc.array(scalar, { maxLength: 3 }).map((L) => ({ L }));
const map = fc
  .dictionary(fc.constantFrom('a', 'n', 'x'), scalar, { maxKeys: 3, noNullPrototype: true })
  .map((M) => ({ M }));
export const nested = fc
  .tuple(list, map)
  .map(([l, m]): AttributeValue => ({ M: { l, m, s: S('s') } }));
export const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  set,
  list,
  map,
  nested,
);

export const path: fc.Arbitrary<Path> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('n', 's', 'l', 'm', 'ss', 'ns', 'b', 'none').map((it) => [it]),
  },
  fc.constantFrom<Path>(
    ['m', 'a'],
    ['m', 'l', 0],
    ['m', 'm', 'n'],
    ['l', 0],
    ['l', 2],
    ['l', 1, 'a'],
  ),
);

const operand = fc.oneof(
  path.map((it): Fragment => [{ path: it }]),
  value.map((it): Fragment => [{ value: it }]),
);
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const comparison: fc.Arbitrary<Fragment> = fc.oneof(
  fc
    .tuple(path, comparator, operand)
    .map(([left, sign, right]) => [{ path: left }, ` ${sign} `, ...right]),
  fc
    .tuple(path, comparator, number)
    .map(([of, sign, N]) => ['size(', { path: of }, `) ${sign} `, { value: { N } }]),
  fc
    .tuple(path, scalar, scalar)
    .map(([of, low, high]) => [
      { path: of },
      ' BETWEEN ',
      { value: low },
      ' AND ',
      { value: high },
    ]),
  fc
    .tuple(path, value, value)
    .map(([of, one, two]) => [{ path: of }, ' IN (', { value: one }, ', ', { value: two }, ')']),
);
const test: fc.Arbitrary<Fragment> = fc.oneof(
  fc
    .tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists'), path)
    .map(([name, of]) => [`${name}(`, { path: of }, ')']),
  fc
    .tuple(fc.constantFrom('contains', 'begins_with'), path, scalar)
    .map(([name, of, part]) => [`${name}(`, { path: of }, ', ', { value: part }, ')']),
  fc
    .tuple(path, fc.constantFrom('S', 'N', 'L', 'M', 'SS', 'NULL'))
    .map(([of, type]) => ['attribute_type(', { path: of }, ', ', { value: S(type) }, ')']),
);
const simple = fc.oneof(comparison, comparison, test);
export const condition: fc.Arbitrary<Fragment> = fc.oneof(
  { weight: 3, arbitrary: simple },
  fc
    .tuple(simple, fc.constantFrom('AND', 'OR'), simple)
    .map(([left, word, right]) => [...left, ` ${word} `, ...right]),
  fc
    .tuple(simple, fc.constantFrom('AND', 'OR'), simple, simple)
    .map(([one, word, two, three]) => [
      'NOT (',
      ...one,
      ' OR ',
      ...two,
      `) ${word} (`,
      ...three,
      ')',
    ]),
);

const addend = fc.oneof(
  path.map((it): Fragment => [{ path: it }]),
  number.map((N): Fragment => [{ value: { N } }]),
  fc
    .tuple(path, number)
    .map(([of, N]): Fragment => ['if_not_exists(', { path: of }, ', ', { value: { N } }, ')']),
);
const setValue: fc.Arbitrary<Fragment> = fc.oneof(
  { weight: 3, arbitrary: value.map((it): Fragment => [{ value: it }]) },
  fc
    .tuple(addend, fc.constantFrom('+', '-'), addend)
    .map(([left, sign, right]) => [...left, ` ${sign} `, ...right]),
  fc
    .tuple(path, value)
    .map(([of, it]) => ['if_not_exists(', { path: of }, ', ', { value: it }, ')']),
  fc.tuple(path, list).map(([of, it]) => ['list_append(', { path: of }, ', ', { value: it }, ')']),
  path.map((it): Fragment => [{ path: it }]),
);
const clauseNames = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
interface Action {
  clause: (typeof clauseNames)[number];
  on: Path;
  written: Fragment;
}
const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .tuple(path, setValue)
    .map(([on, to]): Action => ({ clause: 'SET', on, written: [{ path: on }, ' = ', ...to] })),
  path.map((on): Action => ({ clause: 'REMOVE', on, written: [{ path: on }] })),
  fc
    .tuple(
      path,
      fc.oneof(
        number.map((N): AttributeValue => ({ N })),
        set,
      ),
    )
    .map(
      ([on, by]): Action => ({ clause: 'ADD', on, written: [{ path: on }, ' ', { value: by }] }),
    ),
  fc
    .tuple(path, set)
    .map(
      ([on, by]): Action => ({ clause: 'DELETE', on, written: [{ path: on }, ' ', { value: by }] }),
    ),
);
/* Paths that overlap are refused, so each is of an attribute of its own. */
export const clauses: fc.Arbitrary<Fragment> = fc
  .uniqueArray(action, { minLength: 1, maxLength: 4, selector: ({ on }) => on[0] })
  .map((actions) =>
    clauseNames.flatMap((clause): Fragment => {
      const its = actions.filter((it) => it.clause === clause).map((it) => it.written);
      return its.length === 0 ? [] : [`${clause} `, ...joined(its), ' '];
    }),
  );

export const joined = (parts: readonly Fragment[]): Fragment =>
  parts.flatMap((part, index) => (index === 0 ? part : [', ', ...part]));

/** The expressions of a request with the substitutions that they share. */
export function written(fragments: Readonly<Record<string, Fragment | undefined>>): object {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const nameOf = (part: string) => {
    const known = Object.keys(names).find((it) => names[it] === part);
    const given = known ?? `#n${Object.keys(names).length}`;
    names[given] = part;
    return given;
  };
  const pathOf = (parts: Path) =>
    parts
      .map((part, at) =>
        typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${nameOf(part)}`,
      )
      .join('');
  const givenFor = (it: AttributeValue) => {
    const given = `:v${Object.keys(values).length}`;
    values[given] = it;
    return given;
  };
  const input: Record<string, string> = {};
  for (const [member, fragment] of Object.entries(fragments)) {
    if (fragment === undefined) continue;
    input[member] = fragment
      .map((part) =>
        typeof part === 'string' ? part : 'path' in part ? pathOf(part.path) : givenFor(part.value),
      )
      .join('');
  }
  return {
    ...input,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
