import { STATUS_CODES } from 'node:http';
import { fieldDescriptions } from './field-descriptions.ts';

/* What makes a document of schemas pleasant for those who generate clients from it. */

type Json = Record<string, unknown>;

interface Media {
  schema?: Json;
  examples?: Json;
}

interface Response extends Json {
  description: string;
  headers?: Json;
  content?: Record<string, Media>;
}

interface Operation extends Json {
  operationId: string;
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response | { $ref: string }>;
}

export interface TidyDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; responses?: Record<string, Response> } & Json;
}

const problemType = 'application/problem+json';

/**
 * Gives every body, page and shared answer a name of its own, leaves answers open to new fields, and
 * describes each field. Changes the document.
 */
export function tidy(document: TidyDocument): void {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  openAnswers(document, operations);
  eachSchema(document, (schema) => {
    dropSafeBounds(schema);
    describeFields(schema);
  });
  const { schemas } = document.components;
  for (const operation of operations) nameBodies(operation, schemas);
  document.components.responses = sorted(nameProblems(operations, schemas));
  document.components.schemas = sorted(schemas);
}

/** Answers may have more fields one day; what only they are made of refuses none. */
function openAnswers({ components: { schemas } }: TidyDocument, operations: readonly Operation[]) {
  const taken = reachable(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  );
  const open = (node: unknown) =>
    walk(node, (schema) => delete schema.additionalProperties, isClosed);
  for (const [name, schema] of Object.entries(schemas)) if (!taken.has(name)) open(schema);
  for (const { responses } of operations) open(responses);
}

const isClosed = ({ additionalProperties }: Json) => additionalProperties === false;

/** Names of the components that something refers to, near or far. */
function reachable(from: unknown, schemas: Record<string, Json>, found = new Set<string>()) {
  walk(
    from,
    ({ $ref }) => {
      const name = String($ref).split('/').at(-1) ?? '';
      if (found.has(name)) return;
      found.add(name);
      reachable(schemas[name], schemas, found);
    },
    ({ $ref }) => typeof $ref === 'string',
  );
  return found;
}

const valuesOfExamples = new Set(['example', 'examples', 'default', 'enum']);

/** Visits each object that fits, examples left out. */
function walk(node: unknown, visit: (object: Json) => void, fits: (object: Json) => boolean): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && fits(node as Json)) visit(node as Json);
  for (const [name, child] of Object.entries(node)) {
    if (!valuesOfExamples.has(name) || Array.isArray(node)) walk(child, visit, fits);
  }
}

const eachSchema = ({ paths, components }: TidyDocument, visit: (schema: Json) => void) =>
  walk([paths, components.schemas], visit, ({ type, properties }) =>
    Boolean(type !== undefined || properties),
  );

/** Every integer of JSON is within these: they say nothing. */
function dropSafeBounds(schema: Json): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function describeFields({ properties }: Json): void {
  if (typeof properties !== 'object' || properties === null) return;
  for (const [name, field] of Object.entries(properties as Record<string, Json>)) {
    const description = fieldDescriptions[name];
    if (description !== undefined && !('$ref' in field)) field.description ??= description;
  }
}

function nameBodies(
  { operationId, requestBody, responses }: Operation,
  schemas: Record<string, Json>,
) {
  const name = pascal(operationId.slice(operationId.indexOf('.') + 1));
  for (const media of Object.values(requestBody?.content ?? {})) {
    media.schema = named(media.schema, `${name}Input`, schemas);
  }
  for (const response of Object.values(responses)) {
    const media =
      '$ref' in response ? undefined : (response as Response).content?.['application/json'];
    if (media?.schema?.properties ?? media?.schema?.oneOf) {
      media.schema = named(media.schema, answerName(name, media.schema ?? {}), schemas);
    }
  }
}

/** `PostPage` for a page of posts, `UserList` for all of them; otherwise after what is done. */
function answerName(operation: string, { properties }: Json): string {
  const { items, nextCursor, ...more } = (properties ?? {}) as Record<string, Json>;
  const kind = nextCursor ? 'Page' : 'List';
  const item = refName(items?.items);
  if (!items) return `${operation}Output`;
  return item && Object.keys(more).length === 0 ? `${item}${kind}` : `${operation}${kind}`;
}

const refName = (schema: unknown) =>
  (schema as { $ref?: string } | undefined)?.$ref?.split('/').at(-1);

/** A reference to a schema, which becomes a component when it is none. */
function named(schema: Json | undefined, name: string, schemas: Record<string, Json>): Json {
  if (!schema || '$ref' in schema) return schema ?? {};
  const text = JSON.stringify(schema);
  const known = schemas[name];
  if (known && JSON.stringify(known) !== text)
    throw new Error(`Two schemas would be named ${name}`);
  schemas[name] = schema;
  return { $ref: `#/components/schemas/${name}` };
}

/** Refusals that are alike become one component, by the codes that they can have. */
function nameProblems(
  operations: readonly Operation[],
  schemas: Record<string, Json>,
): Record<string, Response> {
  const names = new Map<string, string>();
  const schemaNames = new Map<string, string>();
  const components: Record<string, Response> = {};
  for (const { responses } of operations) {
    for (const [status, response] of Object.entries(responses)) {
      if ('$ref' in response) continue;
      const { content = {}, headers = {} } = response as Response;
      const media = content[problemType];
      if (!media) continue;
      const byCodes = JSON.stringify(media.schema);
      const schemaName =
        schemaNames.get(byCodes) ?? free(problemName(status, content, {}), schemas, 'Problem');
      schemaNames.set(byCodes, schemaName);
      media.schema = named(media.schema, schemaName, schemas);
      if (Object.keys(content).length > 1) continue;
      const text = JSON.stringify(response);
      const name = names.get(text) ?? free(problemName(status, content, headers), components);
      names.set(text, name);
      components[name] = response as Response;
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  return components;
}

/** `SnsPostNotFound` where there is one code, else after the status: `Conflict`. */
function problemName(status: string, content: Record<string, Media>, headers: Json): string {
  const [code = '', ...more] = Object.keys(content[problemType]?.examples ?? {});
  const name = more.length === 0 ? code : (STATUS_CODES[status] ?? status);
  const isLimited = 'RateLimit' in headers && status !== '429';
  return `${pascal(name)}${isLimited ? 'Limited' : ''}`;
}

function free(name: string, taken: object, kind = ''): string {
  for (let count = 1; ; count++) {
    const one = `${name}${kind}${count === 1 ? '' : count}`;
    if (!(one in taken)) return one;
  }
}

const pascal = (text: string) =>
  text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const sorted = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
