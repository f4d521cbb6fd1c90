import { essentialStrings, nastyStrings } from './nasty-strings.ts';
import {
  alternativesOf,
  type Field,
  fieldsOf,
  type JsonSchema,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  sampleOf,
} from './operations.ts';
import type { Change } from './request.ts';

/** What is tried instead of a request that succeeds. */
export interface Mutation {
  /** For people: the place and what is put there. */
  label: string;
  changes: readonly Change[];
  /** Why it must not succeed, when the schema does not tell. */
  mustRefuse?: string;
}

/** Which part of everything is tried. */
export interface Share {
  /** Nasty strings for each place, beside the essential ones. */
  nastyPerPlace: number;
  /** What is an operation's own: one in so many. */
  ownOneIn: number;
  /** What is the same for all operations: one in so many, others for each operation. */
  commonOneIn: number;
  /** Moves the shares of all places. */
  seed: number;
}

interface Strings {
  next(): readonly string[];
  /** For places that hardly anything reads. */
  few(): readonly string[];
}

const fewOfAll = 60;

function createStrings(share: Share | undefined): Strings {
  const seed = share?.seed ?? 0;
  let place = 0;
  const some = (count: number): string[] => {
    place += 1;
    const start = place * 97 + seed * 7919;
    // A step that shares no divisor with the length visits every string in time.
    return Array.from(
      { length: count },
      (_, index) => nastyStrings[(start + index * 29) % nastyStrings.length] ?? '',
    );
  };
  return {
    next: () => (share ? [...essentialStrings, ...some(share.nastyPerPlace)] : nastyStrings),
    few: () => some(share ? 1 : fewOfAll),
  };
}

/** All that phase 1 tries with an operation, the most telling first. */
export function* mutationsOf(
  document: OpenApiDocument,
  operation: Operation,
  share: Share | undefined,
): Generator<Mutation> {
  const ownShare = share && { ...share, seed: share.seed + sumOf(operation.id) };
  const strings = createStrings(ownShare);
  const { ownOneIn = 1, commonOneIn = 1, seed = 0 } = ownShare ?? {};
  const own = (mutations: Iterable<Mutation>) => oneIn(ownOneIn, seed, mutations);
  const common = (mutations: Iterable<Mutation>) => oneIn(commonOneIn, seed, mutations);
  const { body } = operation;
  yield { label: 'as it succeeds', changes: [] };
  if (body) {
    const fields = fieldsOf(document, body.schema);
    for (const field of fields) {
      yield* own(fieldMutations(document, body.schema, field));
    }
    yield* common(bodyMutations(body.schema, fields));
    yield* common(contentTypeMutations());
    for (const field of fields) {
      if (!takesText(document, field.schema)) continue;
      const nasty = strings
        .next()
        .map((text) => setField(document, body.schema, field, JSON.stringify(text), 'nasty'));
      yield* own(nasty);
    }
  } else yield* common(unexpectedBodies(operation));
  for (const parameter of operation.parameters) {
    const all = withParameter(parameter, strings);
    // Headers are read alike for all operations.
    yield* parameter.in === 'header' ? common(all) : own(all);
  }
  yield* common(queryMutations(strings));
  yield* common(headerMutations(strings));
  yield* common(methodMutations(operation));
  yield* common(pathMutations(operation, strings));
}

function* oneIn(count: number, seed: number, mutations: Iterable<Mutation>): Generator<Mutation> {
  let index = seed;
  for (const mutation of mutations) {
    if (index % count === 0) yield mutation;
    index += 1;
  }
}

const sumOf = (text: string) =>
  Array.from(text).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 0);

const typesOf = (schema: JsonSchema) => [schema.type].flat().map(String);

function takesText(document: OpenApiDocument, schema: JsonSchema): boolean {
  return (
    typesOf(schema).includes('string') ||
    schema.type === undefined ||
    alternativesOf(document, schema).some((one) => takesText(document, one))
  );
}

/** Sets a field to JSON text; what it lies in is made when the request has none. */
function setField(
  document: OpenApiDocument,
  root: JsonSchema,
  { at }: Field,
  json: string,
  what: string,
): Mutation {
  const parents = fieldsOf(document, root)
    .filter(
      (field) => field.at.length < at.length && field.at.every((key, index) => key === at[index]),
    )
    .map(({ at: place, schema }): Change => {
      return { in: 'body', at: place, json: JSON.stringify(sampleOf(document, schema)) };
    });
  return {
    label: `body ${at.join('.')}: ${what}`,
    changes: [...parents, { in: 'body', at, json }],
  };
}

const wrongTypes = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '9007199254740993',
  '-9007199254740993',
  '1e400',
  '-0',
  '1e-400',
  '""',
  '"x"',
  '"1"',
  '"true"',
  '[]',
  '[null]',
  '["x"]',
  '[[]]',
  '{}',
  '{"a":1}',
  '{"toString":null}',
  '{"length":1}',
  '{"$ne":null}',
  '{"then":1}',
];

function* fieldMutations(
  document: OpenApiDocument,
  root: JsonSchema,
  field: Field,
): Generator<Mutation> {
  const { at, schema, required } = field;
  const place = at.join('.');
  const set = (json: string, what: string) => setField(document, root, field, json, what);
  yield { label: `body ${place}: missing`, changes: [{ in: 'body', at, remove: true }] };
  for (const json of wrongTypes) yield set(json, json);
  for (const [what, value] of boundariesOf(document, schema)) {
    yield set(JSON.stringify(value), what);
  }
  if (required && at.length > 0) {
    yield {
      label: `body ${place}: in another case`,
      changes: [
        { in: 'body', at, remove: true },
        { in: 'body', at: [...at.slice(0, -1), String(at.at(-1)).toUpperCase()], json: '"x"' },
      ],
    };
  }
  if (typesOf(schema).includes('object')) {
    yield set(
      JSON.stringify({ ...(sampleOf(document, schema) as object), unknown: 1 }),
      'with a field that is not documented',
    );
  }
}

/** Values at and around every limit of a schema. */
function* boundariesOf(
  document: OpenApiDocument,
  schema: JsonSchema,
): Generator<[what: string, value: unknown]> {
  const number = (keyword: string) =>
    typeof schema[keyword] === 'number' ? schema[keyword] : undefined;
  for (const keyword of ['minLength', 'maxLength']) {
    const limit = number(keyword);
    if (limit === undefined) continue;
    for (const length of [limit - 1, limit, limit + 1]) {
      if (length < 0) continue;
      for (const [what, value] of textsOf(schema, length)) {
        yield [`${keyword} ${limit}: ${length} of ${what}`, value];
      }
    }
  }
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']) {
    const limit = number(keyword);
    if (limit === undefined) continue;
    for (const value of [limit - 1, limit, limit + 1, limit + 0.5]) {
      yield [`${keyword} ${limit}: ${value}`, value];
    }
  }
  for (const keyword of ['minItems', 'maxItems']) {
    const limit = number(keyword);
    if (limit === undefined) continue;
    const item = sampleOf(document, { ...(schema.items as JsonSchema) });
    for (const length of [limit - 1, limit, limit + 1]) {
      if (length < 0) continue;
      yield [`${keyword} ${limit}: ${length} items`, Array.from({ length }, () => item)];
    }
  }
  if (typesOf(schema).includes('array')) {
    const item = sampleOf(document, { ...(schema.items as JsonSchema) });
    yield ['10,000 items', Array.from({ length: 10_000 }, () => item)];
    yield ['an item twice', [item, item]];
  }
  for (const value of (schema.enum ?? []) as readonly unknown[]) {
    yield [`one of the enumeration`, value];
    if (typeof value !== 'string') continue;
    yield ['one of the enumeration in upper case', value.toUpperCase()];
    yield ['one of the enumeration and a space', `${value} `];
    yield ['one of the enumeration and a letter', `${value}x`];
  }
  if (typesOf(schema).includes('string')) {
    yield ['100,000 letters', 'a'.repeat(100_000)];
    for (const example of (schema.examples ?? []) as readonly unknown[]) {
      if (typeof example !== 'string') continue;
      yield ['the example in upper case', example.toUpperCase()];
      yield ['the example between spaces', ` ${example} `];
      yield ['the example with NUL', `${example}\0`];
      yield ['the example with a line break', `${example}\n`];
    }
  }
  for (const variant of alternativesOf(document, schema)) yield* boundariesOf(document, variant);
}

function* textsOf(schema: JsonSchema, length: number): Generator<[string, string]> {
  if (schema.format === 'email') {
    const host = '@example.com';
    if (length > host.length) yield ['an address', 'a'.repeat(length - host.length) + host];
    const longHost = `@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.com`;
    if (length > longHost.length)
      yield ['address', 'a'.repeat(length - longHost.length) + longHost];
  }
  yield ['a letter', 'a'.repeat(length)];
  yield ['Hangul', '한'.repeat(length)];
  yield ['emoji', '\u{1f600}'.repeat(length)];
  yield ['letters with an accent apart', 'e\u0301'.repeat(length)];
  yield ['a letter, and spaces around', ` ${'a'.repeat(length)} `];
}

const depth = 10_000;

function* bodyMutations(schema: JsonSchema, fields: readonly Field[]): Generator<Mutation> {
  const text = (label: string, value: string): Mutation => ({
    label: `body: ${label}`,
    changes: [{ in: 'text', text: value }],
  });
  for (const json of wrongTypes) yield text(json, json);
  for (const broken of [
    '',
    ' ',
    '{',
    '}',
    '{"',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{"a":1}}',
    '{"a":1} {"a":1}',
    '{a:1}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":01}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":0x10}',
    '{"a":undefined}',
    '{"a":"\\x41"}',
    '{"a":"\\u00"}',
    '{"a":"\t"}',
    '{"a":"\0"}',
    '{"a":1}\0',
    '{/* */"a":1}',
    '// a\n{}',
    '[1,]',
    '[,]',
    'tru',
    'a=1&b=2',
    '<a/>',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--',
    '\u001e{"a":1}',
  ]) {
    yield text(JSON.stringify(broken), broken);
  }
  yield { label: 'body: none', changes: [{ in: 'body', at: [], remove: true }] };
  for (const [label, bytes] of [
    ['no UTF-8', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]],
    ['an overlong NUL', [0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['a surrogate as bytes', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
    ['gzip', [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['NUL', [0]],
  ] as const) {
    const base64 = Buffer.from(bytes).toString('base64');
    yield { label: `body: ${label}`, changes: [{ in: 'bytes', base64 }] };
  }
  const [first] = fields;
  const key = JSON.stringify(String(first?.at[0] ?? 'a'));
  const repeats: [string, string, string, string][] = [
    ['lists', '[', '', ']'],
    ['objects', '{"a":', '1', '}'],
    ['lists that do not end', '[', '', ''],
    ['objects that do not end', '{"a":', '', ''],
  ];
  for (const [what, unit, middle, end] of repeats) {
    for (const times of [31, 32, 33, 100, 1000, depth]) {
      const shared = { in: 'repeat', unit, times, middle, end } as const;
      yield {
        label: `body: ${times} ${what}`,
        changes: [{ ...shared, head: '', tail: '' }],
        mustRefuse: 'the body is nothing but nesting',
      };
      yield {
        label: `body: ${times} ${what} in a field`,
        changes: [{ ...shared, head: `{${key}:`, tail: '}' }],
        mustRefuse: 'the body is nothing but nesting',
      };
    }
  }
  yield { label: 'body: 100,000 keys', changes: [{ in: 'keys', count: 100_000 }] };
  const long = { in: 'repeat', unit: 'x', middle: '', end: '' } as const;
  yield {
    label: 'body: a megabyte of text',
    changes: [{ ...long, head: `{${key}:"`, times: 1024 * 1024, tail: '"}' }],
  };
  yield {
    label: 'body: a megabyte of a key',
    changes: [{ ...long, head: '{"', times: 1024 * 1024, tail: '":1}' }],
  };
  yield {
    label: 'body: digits',
    changes: [{ ...long, unit: '9', head: `{${key}:`, times: 100_000, tail: '}' }],
  };
  if (!typesOf(schema).includes('object')) return;
  for (const name of [
    'unknown',
    'id',
    'role',
    'ownerId',
    'verified',
    'createdAt',
    'version',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__proto__',
    '',
    ' ',
    '\0',
    '\ud800',
    '$where',
    'pk',
    'x'.repeat(1000),
  ]) {
    const label = `body: with a field ${JSON.stringify(name.slice(0, 40))}`;
    const documented = fields.some(({ at }) => at.length === 1 && at[0] === name);
    if (documented) continue;
    yield { label, changes: [{ in: 'body', at: [name], json: '{"admin":true}' }] };
  }
  for (const field of fields) {
    if (typesOf(field.schema).includes('object')) {
      yield {
        label: `body ${field.at.join('.')}: with __proto__`,
        changes: [{ in: 'body', at: [...field.at, '__proto__'], json: '{"admin":true}' }],
        mustRefuse: 'a field is not documented',
      };
    }
  }
  const doubles = fields.filter(({ at }) => at.length === 1).map(({ at }) => String(at[0]));
  for (const name of doubles) {
    yield {
      label: `body: ${name} twice`,
      // Whatever the value, two readers of this text can see different ones.
      changes: [{ in: 'body', at: [name], json: `"x",${JSON.stringify(name)}:"x"` }],
      mustRefuse: 'a key stands twice',
    };
  }
  yield {
    label: 'body: two byte order marks before it',
    changes: [{ in: 'text', text: '\ufeff\ufeff{}' }],
    mustRefuse: 'a byte order mark behind the first is no JSON',
  };
}

function* contentTypeMutations(): Generator<Mutation> {
  for (const type of [
    '',
    'text/plain',
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/jsonx',
    'application/json;',
    'application/json; charset=utf-8',
    'application/json; charset=utf-16',
    'application/json; charset=\\',
    'APPLICATION/JSON',
    'application/problem+json',
    'application/vnd.api+json',
    'application/json, text/plain',
    'text/plain, application/json',
    'json',
    '*/*',
    'application/',
    '/json',
    'x'.repeat(1000),
  ]) {
    yield {
      label: `content type ${JSON.stringify(type.slice(0, 60))}`,
      changes: [{ in: 'header', name: 'content-type', value: type }],
    };
  }
  yield {
    label: 'content type: none',
    changes: [{ in: 'header', name: 'content-type', value: null }],
  };
  for (const encoding of ['gzip', 'br', 'deflate', 'identity', 'x']) {
    yield {
      label: `content encoding ${encoding}`,
      changes: [{ in: 'header', name: 'content-encoding', value: encoding }],
    };
  }
}

function* unexpectedBodies({ method }: Operation): Generator<Mutation> {
  if (method === 'GET') return;
  for (const text of ['{}', '{"a":1}', '[]', 'x', '\0', '{', 'null']) {
    yield { label: `a body: ${JSON.stringify(text)}`, changes: [{ in: 'text', text }] };
  }
  const nesting = { unit: '[', times: depth, middle: '', end: ']' } as const;
  yield {
    label: 'a body: 10,000 lists',
    changes: [
      { in: 'repeat', head: '', ...nesting, tail: '' },
      { in: 'header', name: 'content-type', value: 'application/json' },
    ],
  };
}

function setParameter({ in: place, name }: Parameter, value: string): Mutation {
  const label = `${place} ${name}: ${JSON.stringify(value.slice(0, 60))}`;
  if (place === 'path') return { label, changes: [{ in: 'path', name, value }] };
  if (place === 'query') return { label, changes: [{ in: 'query', name, values: [value] }] };
  return { label, changes: [{ in: 'header', name: name.toLowerCase(), value }] };
}

function* withParameter(parameter: Parameter, strings: Strings): Generator<Mutation> {
  yield* parameterMutations(parameter);
  for (const text of strings.next()) yield setParameter(parameter, text);
}

function* parameterMutations(parameter: Parameter): Generator<Mutation> {
  const { in: place, name, schema } = parameter;
  const set = (value: string) => setParameter(parameter, value);
  if (place === 'query') {
    yield { label: `query ${name}: missing`, changes: [{ in: 'query', name, values: [] }] };
    yield { label: `query ${name}: twice`, changes: [{ in: 'query', name, values: ['1', '2'] }] };
    for (const other of [`${name}[]`, `${name}[a]`, `${name}.a`, name.toUpperCase(), ` ${name}`]) {
      yield { label: `query ${other}`, changes: [{ in: 'query', name: other, values: ['1'] }] };
    }
  }
  if (place === 'header') {
    const header = name.toLowerCase();
    yield {
      label: `header ${name}: missing`,
      changes: [{ in: 'header', name: header, value: null }],
    };
  }
  const variants = [schema, ...((schema.anyOf ?? []) as readonly JsonSchema[])];
  for (const { minimum, maximum, minLength, maxLength, pattern } of variants) {
    for (const limit of [minimum, maximum]) {
      if (typeof limit !== 'number') continue;
      for (const value of [limit - 1, limit, limit + 1, limit + 0.5]) yield set(String(value));
    }
    for (const limit of [minLength, maxLength]) {
      if (typeof limit !== 'number') continue;
      for (const length of [limit - 1, limit, limit + 1]) {
        if (length >= 0) yield set('a'.repeat(length));
      }
    }
    const quantifier = /\{(\d+)(?:,(\d+))?\}\$$/.exec(String(pattern));
    for (const limit of quantifier?.slice(1) ?? []) {
      if (limit === undefined) continue;
      for (const change of [-1, 0, 1]) yield set('a'.repeat(Math.max(0, Number(limit) + change)));
    }
  }
  for (const value of ['', '0', '-1', '1.5', 'true', 'null', '[]', '{}', ' ', 'x'.repeat(3000)]) {
    yield set(value);
  }
}

function* queryMutations(strings: Strings): Generator<Mutation> {
  for (const name of ['unknown', '__proto__', 'constructor', 'toString', 'a[b]', 'a[]', '']) {
    yield {
      label: `query with ${JSON.stringify(name)}`,
      changes: [{ in: 'query', name, values: ['1'] }],
    };
  }
  for (const text of strings.few()) {
    yield {
      label: `query with ${JSON.stringify(text.slice(0, 40))}`,
      changes: [{ in: 'query', name: text, values: [text] }],
    };
  }
  const names = Array.from({ length: 500 }, (_, index): Change => {
    return { in: 'query', name: `p${index}`, values: ['1'] };
  });
  yield { label: 'query with 500 parameters', changes: names };
}

/** Headers that something on the way may read. */
const readHeaders = [
  'authorization',
  'x-request-id',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'accept',
  'accept-encoding',
  'accept-language',
  'cookie',
  'origin',
  'range',
  'user-agent',
  'x-api-key',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-amzn-trace-id',
  'traceparent',
  'forwarded',
  'referer',
  'content-language',
  'x-original-url',
  '__proto__',
  'constructor',
];

const tokens = [
  'Bearer',
  'Bearer ',
  'bearer x',
  'Bearer x y',
  'Bearer a.b.c',
  'Bearer ..',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  'Bearer null',
  'Basic YTpi',
  'Basic',
  'Digest a="b"',
  'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.AAAA',
  'Bearer bnVsbA.bnVsbA.bnVsbA',
  'Bearer W10.W10.W10',
  'Bearer MQ.MQ.MQ',
  'Bearer eyJhbGciOiJFZERTQSIsImtpZCI6Ii4uLy4uL2V0Yy9wYXNzd2QiLCJ0eXAiOiJhdCtqd3QifQ.e30.AA',
  'Bearer eyJhbGciOiJFZERTQSIsImNyaXQiOlsiYSJdLCJhIjoxLCJ0eXAiOiJhdCtqd3QifQ.e30.AA',
  `Bearer ${'a'.repeat(8000)}`,
  `Bearer ${'.'.repeat(1000)}`,
  ',',
  'Bearer x, Bearer y',
];

function* headerMutations(strings: Strings): Generator<Mutation> {
  yield {
    label: 'header authorization: none',
    changes: [{ in: 'header', name: 'authorization', value: null }],
  };
  const set = (name: string, value: string): Mutation => ({
    label: `header ${name}: ${JSON.stringify(value.slice(0, 60))}`,
    changes: [{ in: 'header', name, value }],
  });
  for (const token of tokens) yield set('authorization', token);
  for (const name of readHeaders) {
    for (const text of strings.few()) {
      yield set(name, text);
    }
  }
  const cookies = 'a=b; '.repeat(500);
  yield set('cookie', cookies);
  yield set('x-request-id', 'a'.repeat(5000));
}

const otherMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function* methodMutations(operation: Operation): Generator<Mutation> {
  for (const method of otherMethods) {
    if (method === operation.method) continue;
    const bodiless: Change[] =
      method === 'GET' || method === 'HEAD' ? [{ in: 'body', at: [], remove: true }] : [];
    yield { label: `method ${method}`, changes: [...bodiless, { in: 'method', method }] };
  }
}

function* pathMutations({ path }: Operation, strings: Strings): Generator<Mutation> {
  const plain = path.replace(/\{\w+\}/g, 'x');
  const inner = plain.slice(1);
  for (const other of [
    `${plain}/`,
    `/${plain}`,
    `${plain}//`,
    `${plain};a=b`,
    `${plain}%00`,
    `${plain}%20`,
    `${plain}%`,
    `${plain}%zz`,
    `${plain}%ED%A0%80`,
    `${plain}.json`,
    `${plain}/..`,
    `${plain}/%2e%2e`,
    `${plain}%2f`,
    `${plain}%3f`,
    `${plain}%23`,
    `${plain}/x/y/z`,
    `/%2f${inner}`,
    `/.${plain}`,
    plain.toUpperCase(),
    plain.replace('/v1', '/v2'),
    plain.replace('/v1', '/V1'),
    plain.replaceAll('/', '%2f').replace('%2f', '/'),
    `/${'a/'.repeat(1000)}`,
    `/${'x'.repeat(4000)}`,
    ...strings
      .few()
      .filter((text) => text.isWellFormed())
      .map((text) => `/${encodeURIComponent(text)}`),
  ]) {
    yield { label: `path ${other.slice(0, 80)}`, changes: [{ in: 'rawPath', path: other }] };
  }
}
