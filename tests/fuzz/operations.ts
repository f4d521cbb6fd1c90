/* What the fuzzer reads from an OpenAPI 3.1 document. */

export type JsonSchema = Readonly<Record<string, unknown>>;

type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3.1 document as JSON gives it. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Json>>;
  readonly [part: string]: unknown;
}

export interface Parameter {
  in: 'path' | 'query' | 'header';
  name: string;
  required: boolean;
  schema: JsonSchema;
  example: unknown;
}

/** An answer as documented for one status. */
export interface DocumentedAnswer {
  /** By media type: the JSON pointer of its schema in the document, and the codes of its examples. */
  content: ReadonlyMap<string, { pointer: string; codes: ReadonlySet<string> }>;
}

export interface Operation {
  id: string;
  /** Upper case. */
  method: string;
  /** With parameters in braces: `/v1/posts/{postId}`. */
  path: string;
  parameters: readonly Parameter[];
  body: { required: boolean; schema: JsonSchema; pointer: string; example: unknown } | undefined;
  /** Whether every caller must bring credentials. */
  needsCaller: boolean;
  answers: ReadonlyMap<number, DocumentedAnswer>;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];
const jsonType = 'application/json';

/** The operations of a document, each with what it takes and answers. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method] as Json | undefined;
      return operation ? [operationOf(document, path, method, operation)] : [];
    }),
  );
}

function operationOf(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Json,
): Operation {
  const at = pointerOf('paths', path, method);
  const body = operation.requestBody as
    | { required?: boolean; content: Record<string, Json> }
    | undefined;
  const json = body?.content[jsonType];
  const security = operation.security as readonly Json[] | undefined;
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    parameters: ((operation.parameters ?? []) as readonly Json[]).map((parameter) => ({
      in: parameter.in as Parameter['in'],
      name: String(parameter.name),
      required: parameter.required === true,
      schema: resolve(document, parameter.schema),
      example: parameter.example,
    })),
    body: json && {
      required: body?.required === true,
      schema: resolve(document, json.schema),
      pointer: `${at}${pointerOf('requestBody', 'content', jsonType, 'schema')}`,
      example: json.example,
    },
    needsCaller: (security ?? []).length > 0 && !security?.some((one) => isEmpty(one)),
    answers: new Map(
      Object.entries(operation.responses as Record<string, Json>).map(([status, answer]) => [
        Number(status),
        '$ref' in answer
          ? answerOf(String(answer.$ref).slice('#'.length), resolve(document, answer))
          : answerOf(`${at}${pointerOf('responses', status)}`, answer),
      ]),
    ),
  };
}

const isEmpty = (value: Json) => Object.keys(value).length === 0;

function answerOf(at: string, answer: Json): DocumentedAnswer {
  const content = Object.entries((answer.content ?? {}) as Record<string, Json>);
  return {
    content: new Map(
      content.map(([type, { examples = {} }]) => [
        type,
        {
          pointer: `${at}${pointerOf('content', type, 'schema')}`,
          codes: new Set(Object.keys(examples as Json)),
        },
      ]),
    ),
  };
}

const pointerOf = (...parts: readonly string[]) =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A schema with the reference followed that it may be. */
export function resolve(document: OpenApiDocument, schema: unknown): JsonSchema {
  const given = (schema ?? {}) as JsonSchema;
  if (typeof given.$ref !== 'string') return given;
  const found = given.$ref
    .slice('#/'.length)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Json)[part], document);
  return resolve(document, found);
}

/** A place in a body: the way to it and what is documented of it. */
export interface Field {
  at: readonly (string | number)[];
  schema: JsonSchema;
  required: boolean;
}

const deepest = 8;

/** Every field of a body, however deep; of a list its first item. */
export function fieldsOf(
  document: OpenApiDocument,
  schema: JsonSchema,
  at: readonly (string | number)[] = [],
): Field[] {
  if (at.length >= deepest) return [];
  const fields: Field[] = [];
  const required = (schema.required ?? []) as readonly string[];
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Json)) {
    const field = {
      at: [...at, name],
      schema: resolve(document, property),
      required: required.includes(name),
    };
    fields.push(field, ...fieldsOf(document, field.schema, field.at));
  }
  if (schema.items) {
    const field = { at: [...at, 0], schema: resolve(document, schema.items), required: false };
    fields.push(field, ...fieldsOf(document, field.schema, field.at));
  }
  for (const variant of alternativesOf(document, schema)) {
    fields.push(...fieldsOf(document, variant, at));
  }
  return fields;
}

/** What `anyOf`, `oneOf` and `allOf` list. */
export function alternativesOf(document: OpenApiDocument, schema: JsonSchema): JsonSchema[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) =>
    ((schema[keyword] ?? []) as readonly unknown[]).map((one) => resolve(document, one)),
  );
}

/** A value that the schema allows, as simple as can be; by its example where it has one. */
export function sampleOf(document: OpenApiDocument, schema: JsonSchema): unknown {
  const [example] = (schema.examples ?? []) as readonly unknown[];
  if (example !== undefined) return example;
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [alternative] = alternativesOf(document, schema);
  if (alternative) return sampleOf(document, alternative);
  const [type] = [schema.type].flat();
  if (type === 'object') {
    const required = (schema.required ?? []) as readonly string[];
    const properties = (schema.properties ?? {}) as Json;
    return Object.fromEntries(
      required.map((name) => [name, sampleOf(document, resolve(document, properties[name]))]),
    );
  }
  if (type === 'array') {
    const item = resolve(document, schema.items);
    return Array.from({ length: Number(schema.minItems ?? 0) }, () => sampleOf(document, item));
  }
  if (type === 'string') return 'a'.repeat(Math.max(1, Number(schema.minLength ?? 1)));
  if (type === 'integer' || type === 'number') return Number(schema.minimum ?? 1);
  if (type === 'boolean') return true;
  return null;
}
