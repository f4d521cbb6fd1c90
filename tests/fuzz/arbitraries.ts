import * as fc from 'fast-check';
import { nastyStrings } from './nasty-strings.ts';
import {
  alternativesOf,
  fieldsOf,
  type JsonSchema,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  resolve,
  sampleOf,
} from './operations.ts';
import type { Change } from './request.ts';

/** Any code point, surrogates too. (fast-check's `binary` takes seconds to be made.) */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((codePoint) => String.fromCodePoint(codePoint));
const asciiCharacter = fc
  .integer({ min: 0x20, max: 0x7e })
  .map((code) => String.fromCharCode(code));
const syllable = fc
  .constantFrom('e\u0301', '\uac00', '\u1100\u1161', '\u{1f44d}\u{1f3ff}', '\u{1f1f0}\u{1f1f7}')
  .map((text) => text.normalize('NFD'));
const character = fc.oneof(asciiCharacter, syllable, anyCharacter);
const units = [asciiCharacter, character, anyCharacter] as const;

const deepest = 6;
const longest = 5000;

/** Values that a schema allows. */
export function allowedValue(
  document: OpenApiDocument,
  schema: JsonSchema,
  depth = 0,
): fc.Arbitrary<unknown> {
  if (depth > deepest) return fc.constant(sampleOf(document, schema));
  const within = (part: unknown) => allowedValue(document, resolve(document, part), depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.allOf) {
    const parts = alternativesOf(document, schema).map(within) as fc.Arbitrary<object>[];
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values) as object);
  }
  const variants = alternativesOf(document, schema);
  if (variants.length > 0) return fc.oneof(...variants.map(within));
  const limit = (keyword: string, otherwise: number) => Number(schema[keyword] ?? otherwise);
  const [type, ...others] = [schema.type].flat();
  if (others.length > 0) {
    return fc.oneof(...[type, ...others].map((one) => within({ ...schema, type: one })));
  }
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(limit('minimum', -(2 ** 31)), Number.MIN_SAFE_INTEGER),
        max: Math.min(limit('maximum', 2 ** 31), Number.MAX_SAFE_INTEGER),
      });
    case 'number':
      return fc.double({
        min: limit('minimum', -1e300),
        max: limit('maximum', 1e300),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(within(schema.items), {
        minLength: limit('minItems', 0),
        maxLength: Math.min(limit('maxItems', 10), 100),
      });
    case 'object': {
      const properties = Object.entries((schema.properties ?? {}) as JsonSchema);
      const requiredKeys = (schema.required ?? []) as string[];
      const fields = Object.fromEntries(properties.map(([name, part]) => [name, within(part)]));
      return fc.record(fields, { requiredKeys });
    }
    default:
      return fc.jsonValue();
  }
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'email' || schema.format === 'idn-email') return fc.emailAddress();
  if (schema.format === 'uri') return fc.webUrl();
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'date-time') {
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
  const minLength = Number(schema.minLength ?? 0);
  const maxLength = Math.min(Number(schema.maxLength ?? 200), longest);
  const fitting = nastyStrings.filter(
    (text) => text.length >= minLength && text.length <= maxLength,
  );
  return fc.oneof(
    ...units.map((unit) => fc.string({ unit, minLength, maxLength, size: 'medium' })),
    ...(fitting.length > 0 ? [fc.constantFrom(...fitting)] : []),
  );
}

const nasty = fc.constantFrom(...nastyStrings);
const anyText = fc.oneof(nasty, fc.string({ unit: anyCharacter }), fc.string({ unit: character }));
const anyJson = fc.oneof(
  fc.json({ stringUnit: anyCharacter }),
  fc.json({ stringUnit: character, depthSize: 'large' }),
  nasty.map((text) => JSON.stringify(text)),
  fc.bigInt().map(String),
);

/** Up to four changes at once, each valid, nearly valid or wild. */
export function changesOf(document: OpenApiDocument, operation: Operation): fc.Arbitrary<Change[]> {
  const { body, parameters } = operation;
  const choices: fc.WeightedArbitrary<Change>[] = [
    { weight: 1, arbitrary: wildHeader },
    { weight: 1, arbitrary: wildQuery },
  ];
  for (const parameter of parameters) {
    choices.push({ weight: 2, arbitrary: changeOfParameter(document, parameter) });
  }
  if (body) {
    const json = allowedValue(document, body.schema).map((value) => JSON.stringify(value));
    choices.push(
      { weight: 4, arbitrary: json.map((text): Change => ({ in: 'text', text })) },
      { weight: 1, arbitrary: anyJson.map((text): Change => ({ in: 'text', text })) },
      { weight: 1, arbitrary: anyText.map((text): Change => ({ in: 'text', text })) },
    );
    for (const { at, schema } of fieldsOf(document, body.schema)) {
      const fieldJson = fc.oneof(
        allowedValue(document, schema).map((value) => JSON.stringify(value)),
        allowedValue(document, schema).map((value) => JSON.stringify([value])),
        anyJson,
      );
      choices.push(
        { weight: 3, arbitrary: fieldJson.map((text): Change => ({ in: 'body', at, json: text })) },
        { weight: 1, arbitrary: fc.constant<Change>({ in: 'body', at, remove: true }) },
      );
    }
    const field = fc.record({ name: anyText, json: anyJson });
    choices.push({
      weight: 1,
      arbitrary: field.map(({ name, json: text }): Change => {
        return { in: 'body', at: [name], json: text };
      }),
    });
  }
  return fc.array(fc.oneof(...choices), { minLength: 1, maxLength: 4 });
}

const wildHeader = fc
  .record({
    name: fc.constantFrom(
      'authorization',
      'accept',
      'content-type',
      'idempotency-key',
      'if-match',
      'x-request-id',
      'x-forwarded-for',
      'cookie',
      'origin',
    ),
    value: fc.oneof(nasty, fc.string({ unit: character }), fc.string()),
  })
  .map(({ name, value }): Change => ({ in: 'header', name, value }));

const wildQuery = fc
  .record({ name: anyText, values: fc.array(anyText, { maxLength: 2 }) })
  .map((query): Change => ({ in: 'query', ...query }));

function changeOfParameter(
  document: OpenApiDocument,
  { in: place, name, schema }: Parameter,
): fc.Arbitrary<Change> {
  const value = fc.oneof(allowedValue(document, schema).map(String), anyText);
  if (place === 'path') return value.map((text) => ({ in: 'path', name, value: text }));
  if (place === 'header') {
    return value.map((text) => ({ in: 'header', name: name.toLowerCase(), value: text }));
  }
  return fc.array(value, { maxLength: 2 }).map((values) => ({ in: 'query', name, values }));
}
