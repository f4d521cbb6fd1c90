import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Ajv2020, type AnySchema, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
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
  responses: Record<string, { content?: Record<string, MediaType> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object; examples: Record<string, { value: unknown }> };
}

const run = promisify(execFile);
const { path, text } = openApiFile(routes);
const document = JSON.parse(text) as Document;

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

  describe('examples', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
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
        ...Object.values(operation.responses).flatMap(({ content = {} }) => Object.values(content)),
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
      const [success] = Object.values(operation.responses);
      const media = [operation.requestBody?.content, success?.content]
        .map((content) => content?.['application/json'])
        // The OpenAPI document itself is an object of any form.
        .filter((type) => type && JSON.stringify(type.schema) !== '{"type":"object"}');
      expect(media.filter((type) => type && examplesOf(type).length === 0)).toEqual([]);
    });
  });
});
