import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverride,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import packageJson from '../../package.json' with { type: 'json' };
import { scopeMissing } from '../auth/errors.ts';
import type { Auth } from '../auth/route-auth.ts';
import { memberAuthOf, requiredCredential, requiredScopes } from '../auth/route-auth.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import {
  dependencyUnavailable,
  idempotencyInProgress,
  rateLimited,
} from '../errors/request-errors.ts';
import { errorsOf } from '../http/implied-errors.ts';
import type { RateLimit, RawResponse, RouteDefinition } from '../http/route.ts';
import { rateLimitsOf, successStatus } from '../http/route.ts';
import { placeholderUrl } from '../platform/docs/docs.ts';
import { type DomainDescription, domains } from '../registry/domains.ts';
import { headerComponents, problemExamples, problemSchemas } from './components.ts';
import { type TidyDocument, tidy } from './tidy.ts';

/** What a reader needs before all else; other paths follow in their alphabetical order. */
const firstPaths = ['/v1/auth/sign-up', '/v1/auth/login', '/v1/auth/refresh', '/v1/auth/logout'];

const description = `One backend for a company's back office and community.

**Sign in** by \`POST /v1/auth/login\` and send the access token as \`Authorization: Bearer …\`; it lives for 15 minutes, \`POST /v1/auth/refresh\` brings the next one. **Machines** send an API key as \`X-Api-Key\`; \`POST /v1/auth/api-keys\` makes one.

**Errors** are problem documents (RFC 9457). Their \`code\` is stable, and \`type\` leads to a page that tells the cause and the fix; [all of them](/docs/errors).

**Lists** take \`limit\` (1–100) and \`cursor\`; \`nextCursor\` is \`null\` at the end. A page is full while more would follow, unless much of what it reads is not for the caller: then it ends early, even empty, with a \`nextCursor\`. **Changes** of an object that people edit name its version in \`If-Match\`. **Creating** takes an \`Idempotency-Key\`, kept for 24 hours.

Unknown fields and parameters are refused. Clients must tolerate new values in enumerations.`;

/** The OpenAPI 3.1 document of the given routes. */
export function openApiDocument(routes: readonly RouteDefinition[]) {
  const documented = routes.filter(({ path }) => path !== '$default').sort(byDomainAndPath);
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of documented) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route),
      ...(route.alsoHead && { head: headOperationOf(route, route.alsoHead) }),
    };
  }
  const used = new Set(documented.map(domainOf));
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Moa',
        version: packageJson.version,
        description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: placeholderUrl, description: 'This deployment' }],
      tags: Object.values(domains).filter((domain) => used.has(domain)),
      paths: paths as ZodOpenApiPathsObject,
      components: {
        examples: problemExamples(placeholderUrl, documented.flatMap(errorsOf)),
        headers: headerComponents,
        securitySchemes: {
          accessToken: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'Access token of `POST /v1/auth/login` (RFC 9068). The scopes that a route needs are named with it.',
          },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Api-Key',
            description:
              'Key of `POST /v1/auth/api-keys`. It acts for its owner, within its own scopes.',
          },
          mfaToken: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              '`mfaToken` of a sign-in to an account with a second factor, for five minutes. It allows nothing else.',
          },
        },
      },
    },
    { override: toSchemaExamples },
  );
  const { components = {} } = document;
  components.schemas = {
    ...components.schemas,
    ...(problemSchemas() as typeof components.schemas),
  };
  tidy(document as unknown as TidyDocument);
  dropUnusedHeaders(document);
  return document;
}

/** The registry's own order is that of names. */
function byDomainAndPath(a: RouteDefinition, b: RouteDefinition): number {
  const order: readonly DomainDescription[] = Object.values(domains);
  const rank = ({ path }: RouteDefinition) =>
    firstPaths.includes(path) ? firstPaths.indexOf(path) : firstPaths.length;
  return (
    order.indexOf(domainOf(a)) - order.indexOf(domainOf(b)) ||
    rank(a) - rank(b) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : a.method.localeCompare(b.method))
  );
}

function dropUnusedHeaders({ paths, components }: ReturnType<typeof createDocument>): void {
  const text = JSON.stringify([paths, components?.responses]);
  for (const name of Object.keys(components?.headers ?? {})) {
    if (!text.includes(`"#/components/headers/${name}"`)) delete components?.headers?.[name];
  }
}

/** OpenAPI 3.1 spells the example of a schema as JSON Schema does. */
const toSchemaExamples: ZodOpenApiOverride = ({ jsonSchema }) => {
  if (!('example' in jsonSchema)) return;
  jsonSchema.examples = [jsonSchema.example];
  delete jsonSchema.example;
};

function domainOf({ id }: RouteDefinition): DomainDescription {
  const name = id.slice(0, id.indexOf('.'));
  const domain = (domains as Readonly<Record<string, DomainDescription>>)[name];
  if (!domain) throw new Error(`Describe the domain ${name} in lib/registry/domains.ts`);
  return domain;
}

function operationOf(route: RouteDefinition): ZodOpenApiOperationObject {
  return {
    operationId: route.id,
    tags: [domainOf(route).name],
    summary: route.summary,
    description: [route.description, callers(route.auth), ...rateLimitsOf(route).map(limitText)]
      .filter(Boolean)
      .join('\n\n'),
    security: securityOf(route.auth),
    ...parametersOf(route),
    ...(route.body && {
      requestBody: { required: !route.body.isOptional(), content: bodyOf(route, route.body) },
    }),
    responses: responsesOf(route),
  };
}

/** The operation of HEAD: what GET answers, or a 200 of its own, and no content. */
function headOperationOf(
  route: RouteDefinition,
  alsoHead: true | RawResponse,
): ZodOpenApiOperationObject {
  const { responses, ...operation } = operationOf(
    alsoHead === true ? route : { ...route, responses: { 200: alsoHead } },
  );
  const bare = Object.entries(responses as Record<string, ZodOpenApiResponseObject>).map(
    ([status, { description, headers }]) => [status, { description, headers }],
  );
  return {
    ...operation,
    operationId: `${route.id}.head`,
    summary: `${route.summary}: headers alone`,
    responses: Object.fromEntries(bare) as ZodOpenApiResponsesObject,
  };
}

function bodyOf({ form, examples }: RouteDefinition, schema: z.ZodType) {
  const described = {
    schema,
    ...(examples.body !== undefined && { example: examples.body }),
  };
  return {
    'application/json': described,
    ...(form && { 'application/x-www-form-urlencoded': described }),
  };
}

function securityOf(auth: Auth) {
  if (auth === 'public') return [];
  if (auth === 'otp') return [{ mfaToken: [] }];
  const scopes = requiredScopes(auth);
  const credential = requiredCredential(auth);
  return [
    ...(auth === 'optional' ? [{}] : []),
    ...(credential === 'api_key' ? [] : [{ accessToken: [...scopes] }]),
    ...(credential === 'session' ? [] : [{ apiKey: [...scopes] }]),
  ];
}

function callers(auth: Auth): string {
  if (auth === 'public') return 'Anybody may call it.';
  if (auth === 'optional') return 'Anybody may call it; who is signed in sees more.';
  if (auth === 'user') return 'Anybody who is signed in may call it.';
  if (auth === 'otp') return 'Needs the `mfaToken` of a sign-in that asks for a second factor.';
  if ('role' in auth) return 'Needs the role `admin` and the scope `admin`.';
  const scopes = auth.scopes.map((scope) => `\`${scope}\``).join(', ');
  const only = { session: ' Takes no API key.', api_key: ' Takes an API key only.' };
  const credential = requiredCredential(auth);
  const wanted = memberAuthOf(auth);
  if (wanted) {
    const oneself = wanted.orOneself ? ', or to be the member in the path' : '';
    return `Needs the role \`${wanted.member}\` or above in the company${oneself}, and the scope ${scopes}.`;
  }
  return `Needs the scope ${scopes}.${credential ? only[credential] : ''}`;
}

function limitText({ by, perMinute, burst }: RateLimit): string {
  const rate =
    perMinute < 1
      ? `${Math.round(perMinute * 60)} requests an hour`
      : `${perMinute} requests a minute`;
  return `Limited to ${rate} for each ${limited[by]}, ${burst} at once.`;
}

/** What has a bucket of its own, as readers call it. */
const limited: Readonly<Record<RateLimit['by'], string>> = {
  source: 'source address',
  caller: 'caller',
  account: 'account',
  company: 'company',
  object: 'object in the path',
  email: '`email`',
};

function parametersOf(route: RouteDefinition): Partial<ZodOpenApiOperationObject> {
  const { params, query } = route.examples;
  const path = withExamples(route.params ?? z.strictObject({}), params);
  const listed = route.paginated
    ? { ...(route.query?.shape ?? {}), limit, cursor }
    : route.query?.shape;
  const search = withExamples(z.strictObject(listed ?? {}), query);
  const header = z.object({
    ...(route.ifMatch && { 'If-Match': ifMatch }),
    ...(route.idempotent && { 'Idempotency-Key': idempotencyKey }),
  });
  return { requestParams: { path, query: search, header } };
}

const limit = z.int().min(1).max(100).default(20).meta({ description: 'Most items of a page' });
const cursor = z.string().max(4096).optional().meta({
  description:
    '`nextCursor` of the page before, with the same filters and caller; empty for the first page',
});

const ifMatch = z.string().meta({
  description: '`ETag` of the object as it was read',
  param: { example: '"3"' },
});

// Without an example: the reference would send it with every body, and a key is for one.
const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({
    description: 'Repeats with the same key and body get the first outcome, for 24 hours',
  });

function withExamples(schema: z.ZodObject, examples: Record<string, string> = {}): z.ZodObject {
  const shape = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const example = examples[name];
    const meta = field.meta();
    return [
      name,
      field.meta({
        ...meta,
        description: meta?.description ?? described(name),
        ...(example !== undefined && { param: { example } }),
      }),
    ];
  });
  return z.object(Object.fromEntries(shape));
}

/** `postId` → `Id of the post`. */
function described(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const object = words.endsWith(' id') ? words.slice(0, -' id'.length) : undefined;
  return object ? `Id of the ${object}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function responsesOf(route: RouteDefinition): ZodOpenApiResponsesObject {
  const errors = Map.groupBy(errorsOf(route), ({ status }) => status);
  const statuses = [...new Set([...Object.keys(route.responses).map(Number), ...errors.keys()])];
  const responses = statuses
    .sort((a, b) => a - b)
    .map((status) => [status, responseOf(route, status, errors.get(status) ?? [])]);
  return Object.fromEntries(responses);
}

/** The answers with one status: what the route declares, problems, or either. */
function responseOf(
  route: RouteDefinition,
  status: number,
  errors: readonly ErrorDefinition[],
): ZodOpenApiResponseObject {
  const response = route.responses[status];
  const content = {
    ...(response && contentOf(route, status, response)),
    ...(errors.length > 0 && { 'application/problem+json': problemsOf(errors) }),
  };
  return {
    description: describe(response, status),
    headers: refs([
      ...commonHeaders(route),
      ...(response ? headersOf(route, status, response) : []),
      ...errorHeaders(route, status, errors),
    ]),
    ...(Object.keys(content).length > 0 && { content }),
  };
}

const describe = (response: z.ZodType | RawResponse | undefined, status: number) =>
  response === undefined || response instanceof z.ZodType
    ? (STATUS_CODES[status] ?? '')
    : response.description;

function contentOf(route: RouteDefinition, status: number, response: z.ZodType | RawResponse) {
  if (response instanceof z.ZodType) {
    const { response: usual, responses: others } = route.examples;
    const example = status === successStatus(route) ? usual : others?.[status];
    const described = { schema: response, ...(example !== undefined && { example }) };
    return { 'application/json': described };
  }
  const mediaType = response.contentType?.split(';')[0];
  if (!mediaType) return {};
  const type = mediaType === 'application/json' ? ('object' as const) : ('string' as const);
  return { [mediaType]: { schema: { type } } };
}

/** Problems with exactly these codes, so that clients can switch on them. */
function problemsOf(errors: readonly ErrorDefinition[]) {
  const examples = errors.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }]);
  const plain = errors.filter(({ members }) => !members).map(({ code }) => code);
  const parts = [
    ...(plain.length > 0
      ? [
          problemWith({
            code: { type: 'string', enum: plain.toSorted(), description: 'Code of the error' },
          }),
        ]
      : []),
    ...errors.flatMap(({ code, members }) => {
      const schema = members?.();
      if (!schema) return [];
      const { properties = {}, required } = z.toJSONSchema(schema);
      const own = { type: 'string', const: code, description: 'Code of the error' };
      return problemWith({ code: own, ...properties }, required);
    }),
  ];
  const [schema, ...more] = parts;
  return {
    schema: (more.length > 0 ? { anyOf: parts } : schema) as ZodOpenApiSchema,
    examples: Object.fromEntries(examples),
  };
}

function problemWith(properties: object, required: readonly string[] = []) {
  const own = { type: 'object', properties, required: ['code', ...required] };
  return { allOf: [{ $ref: '#/components/schemas/Problem' }, own] };
}

type ZodOpenApiSchema = NonNullable<ZodOpenApiMediaTypeObject['schema']>;

type HeaderName = keyof typeof headerComponents;

const refs = (names: readonly HeaderName[]) =>
  Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name}` as const }]),
  );

/** Headers of every answer of a route. */
const commonHeaders = (route: RouteDefinition): HeaderName[] => [
  'X-Request-Id',
  ...(rateLimitsOf(route).length > 0 ? (['RateLimit', 'RateLimit-Policy'] as const) : []),
];

function headersOf(
  route: RouteDefinition,
  status: number,
  response: z.ZodType | RawResponse,
): HeaderName[] {
  const leads = (route.location && status > 200) || (status >= 300 && status !== 304);
  const hasVersion = response instanceof z.ZodObject && 'version' in response.shape;
  return [
    ...(hasVersion ? (['ETag'] as const) : []),
    ...(route.paginated ? (['Link'] as const) : []),
    ...(leads ? (['Location'] as const) : []),
    ...(route.idempotent ? (['Idempotency-Replayed'] as const) : []),
  ];
}

const retried: readonly ErrorDefinition[] = [
  rateLimited,
  dependencyUnavailable,
  idempotencyInProgress,
];

function errorHeaders(
  { auth }: RouteDefinition,
  status: number,
  errors: readonly ErrorDefinition[],
): HeaderName[] {
  const challenges = status === 401 || errors.includes(scopeMissing);
  return [
    ...(challenges && auth !== 'public' ? (['WWW-Authenticate'] as const) : []),
    ...(errors.some((error) => retried.includes(error)) ? (['Retry-After'] as const) : []),
  ];
}
