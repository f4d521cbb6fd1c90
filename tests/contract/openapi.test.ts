import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Ajv2020, type AnySchema, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { defineError } from '../../lib/errors/define-error.ts';
import { errorsOf } from '../../lib/http/implied-errors.ts';
import { defineRoute, type RouteDefinition } from '../../lib/http/route.ts';
import { openApiFile } from '../../lib/openapi/file.ts';
import { routes } from '../../lib/registry/routes.ts';
import { describeInProcess } from '../support/describe-in-process.ts';

interface MediaType {
  schema: AnySchema;
  example?: unknown;
  examples?: Record<string, { $ref: string }>;
}

interface Operation {
  operationId: string;
  parameters: { name: string; schema: AnySchema; example?: unknown }[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, Response | { $ref: string }>;
}

interface Response {
  content?: Record<string, MediaType>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Record<string, unknown>>;
    responses: Record<string, Response>;
    examples: Record<string, { value: unknown }>;
  };
}

const taken = defineError('sns.post_taken', {
  status: 409,
  title: 'The post is taken',
  fix: 'Take another.',
});

const run = promisify(execFile);
const { path, text } = openApiFile(routes);
const document = JSON.parse(text) as Document;

/** The route of an operation; that of HEAD is one of its GET. */
const routeOf = ({ operationId }: Operation) =>
  routes.find(({ id }) => id === operationId.replace(/\.head$/, '')) as RouteDefinition;

const answersOf = ({ responses }: Operation): Response[] =>
  Object.values(responses).map((response) =>
    '$ref' in response
      ? (document.components.responses[response.$ref.split('/').at(-1) ?? ''] as Response)
      : response,
  );

const operations = Object.entries(document.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${route}`,
    operation,
  })),
);

/** Runs a linter of the tool chain and gives what it says; fails when it finds anything. */
async function lint(tool: string, args: readonly string[]): Promise<string> {
  const options = {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  };
  try {
    const { stdout } = await run(`node_modules/.bin/${tool}`, [...args, path], options);
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${tool} refuses ${path}:\n${stdout}${stderr}`);
  }
}

describeInProcess('the OpenAPI document', () => {
  it('is the committed file', async () => {
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('describes each route of the registry and no other', () => {
    const documented = operations.map(
      ({ route, operation }) => `${operation.operationId} ${route}`,
    );
    const registered = routes
      .filter((route) => route.path !== '$default')
      .flatMap((route) => [
        `${route.id} ${route.method} ${route.path}`,
        ...(route.alsoHead ? [`${route.id}.head HEAD ${route.path}`] : []),
      ]);
    expect(documented.toSorted()).toEqual(registered.toSorted());
  });

  it('passes Redocly without an error or a warning', async () => {
    const said = await lint('redocly', ['lint', '--format=json', '--max-problems=1000']);
    expect(JSON.parse(said)).toMatchObject({ totals: { errors: 0, warnings: 0 } });
  });

  it('passes Spectral', async () => {
    const said = await lint('spectral', [
      'lint',
      '--fail-severity=warn',
      '--quiet',
      '--format=json',
    ]);
    expect(JSON.parse(said)).toEqual([]);
  });

  describe('schemas', () => {
    type Schema = Record<string, unknown>;

    /** Objects of schemas under a part of the document, by their place. */
    function objectsIn(node: unknown, place: string): [place: string, schema: Schema][] {
      if (typeof node !== 'object' || node === null) return [];
      const inside = Object.entries(node)
        .filter(([name]) => name !== 'example' && name !== 'examples')
        .flatMap(([name, child]) => objectsIn(child, `${place}/${name}`));
      const { properties } = node as Schema;
      return typeof properties === 'object' ? [[place, node as Schema], ...inside] : inside;
    }

    const { schemas } = document.components;
    const objects = objectsIn([document.paths, schemas], '');

    it('describe each field', () => {
      const bare = objects.flatMap(([place, { properties }]) =>
        Object.entries(properties as Record<string, Schema>)
          .filter(([, field]) => !('description' in field || '$ref' in field || 'anyOf' in field))
          .map(([name]) => `${place}/${name}`),
      );
      expect(objects.length).toBeGreaterThan(100);
      expect(bare).toEqual([]);
    });

    it('have names, wherever they are a body', () => {
      const bodies = operations.flatMap(({ route, operation }) =>
        [operation.requestBody, ...answersOf(operation)]
          .flatMap((body) => Object.entries(body?.content ?? {}))
          .filter(([type]) => /json|urlencoded/.test(type))
          .filter(([, { schema }]) => !('$ref' in (schema as Schema)))
          .map(() => route),
      );
      // The document itself is an object of any form.
      expect(bodies).toEqual(['GET /openapi.json']);
    });

    it('leave answers open to new fields', () => {
      const closed = operations.flatMap(({ route, operation }) =>
        answersOf(operation)
          .filter((answer) =>
            JSON.stringify(answer.content ?? {}).includes('"additionalProperties":false'),
          )
          .map(() => route),
      );
      expect(closed).toEqual([]);
      for (const name of ['Post', 'PostPage', 'Problem', 'InputFault', 'SignedIn', 'UploadForm']) {
        expect(schemas[name]).not.toHaveProperty('additionalProperties');
      }
      expect(schemas.CreatePostInput).toHaveProperty('additionalProperties', false);
    });

    it('bound no integer by what JSON can say', () => {
      expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
    });

    it('tell unions apart by a field', () => {
      expect(schemas.LoginOutput).toMatchObject({ discriminator: { propertyName: 'status' } });
      expect((schemas.CreatedFile as { properties: Schema }).properties.upload).toMatchObject({
        discriminator: { propertyName: 'type' },
      });
    });

    it('enumerate the codes of each status', () => {
      for (const { route, operation } of operations) {
        const errors = errorsOf(routeOf(operation));
        for (const [status, answer] of Object.entries(operation.responses)) {
          if (!('$ref' in answer)) continue;
          const [media] = Object.values(
            document.components.responses[answer.$ref.split('/').at(-1) ?? '']?.content ?? {},
          );
          const { $ref } = (media?.schema ?? {}) as Schema;
          const name = String($ref).split('/').at(-1) ?? '';
          const [, own] = (schemas[name] as { allOf: [Schema, { properties: { code: Schema } }] })
            .allOf;
          const codes = errors.filter((error) => String(error.status) === status);
          expect([route, own.properties.code.enum]).toEqual([
            route,
            codes.map(({ code }) => code).toSorted(),
          ]);
        }
      }
    });
  });

  describe('of a route with all that routes can have', () => {
    const held = defineError('sns.post_held', {
      status: 409,
      title: 'The post is held',
      fix: 'Remove what `heldBy` names.',
      members: () => z.object({ heldBy: z.array(z.string()) }),
    });
    const view = z.object({ id: z.string() });
    const route = defineRoute({
      id: 'sns.mergePost',
      method: 'POST',
      path: '/v1/posts/merge',
      summary: 'Merge a post',
      auth: 'public',
      body: z.strictObject({ id: z.string() }).optional(),
      responses: { 200: view, 202: view, 308: { description: 'Merged into that at `Location`.' } },
      errors: [held, taken],
      examples: { response: { id: 'a' }, responses: { 202: { id: 'b' } } },
      needs: {},
    });
    const own = JSON.parse(openApiFile([route]).text) as Document;
    const operation = own.paths['/v1/posts/merge']?.post as Operation;

    it('tells that the body may be absent', () => {
      expect(operation.requestBody).toMatchObject({ required: false });
    });

    it('has each success with its example, and where one leads', () => {
      expect(operation.responses).toMatchObject({
        200: { content: { 'application/json': { example: { id: 'a' } } } },
        202: { content: { 'application/json': { example: { id: 'b' } } } },
        308: { headers: { Location: {} } },
      });
    });

    it('gives members to the problem that has them, and to no other', () => {
      expect(own.components.schemas.ConflictProblem).toMatchObject({
        anyOf: [
          { allOf: [{}, { properties: { code: { enum: [taken.code] } } }] },
          {
            allOf: [
              {},
              {
                properties: { code: { const: held.code }, heldBy: { type: 'array' } },
                required: ['code', 'heldBy'],
              },
            ],
          },
        ],
      });
    });
  });

  describe('examples', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/u);
    ajv.addSchema({ ...document, $id: 'openapi' });

    /** Faults of a value by a schema whose references point into the document. */
    function faultsOf(schema: AnySchema, value: unknown): ErrorObject[] | null | undefined {
      const rooted = JSON.stringify(schema).replaceAll('"#/', '"openapi#/');
      const validate = ajv.compile(JSON.parse(rooted) as AnySchema);
      return validate(value) ? null : validate.errors;
    }

    function examplesOf({ example, examples = {} }: MediaType): unknown[] {
      const named = Object.values(examples).map(({ $ref }) => {
        const name = $ref.slice('#/components/examples/'.length);
        return document.components.examples[name]?.value;
      });
      return example === undefined ? named : [example, ...named];
    }

    const withContent = operations.filter(({ route }) => !route.startsWith('HEAD '));

    it.each(withContent)('of $route fit their schemas', ({ operation }) => {
      const media = [
        ...Object.values(operation.requestBody?.content ?? {}),
        ...answersOf(operation).flatMap(({ content = {} }) => Object.values(content)),
      ];
      const checked = [
        ...media.flatMap((type) =>
          examplesOf(type).map((value) => ({ value, faults: faultsOf(type.schema, value) })),
        ),
        ...operation.parameters
          .filter(({ example }) => example !== undefined)
          .map(({ schema, example }) => ({ value: example, faults: faultsOf(schema, example) })),
      ];
      expect(checked.length).toBeGreaterThan(0);
      expect(checked.filter(({ faults }) => faults !== null)).toEqual([]);
    });

    it.each(operations)('of $route show each body', ({ operation }) => {
      const [success] = answersOf(operation);
      const media = [operation.requestBody?.content, success?.content]
        .map((content) => content?.['application/json'])
        // The OpenAPI document itself is an object of any form.
        .filter((type) => type && JSON.stringify(type.schema) !== '{"type":"object"}');
      expect(media.filter((type) => type && examplesOf(type).length === 0)).toEqual([]);
    });
  });
});
