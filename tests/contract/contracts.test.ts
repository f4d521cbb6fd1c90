import { existsSync } from 'node:fs';
import * as z from 'zod';
import { modulePath } from '../../lib/functions.ts';
import { impliedErrors } from '../../lib/http/implied-errors.ts';
import { queryOf } from '../../lib/http/middleware/parsing.ts';
import {
  type RouteDefinition,
  rateLimitsOf,
  successStatus,
  successStatuses,
} from '../../lib/http/route.ts';
import { catalog } from '../../lib/registry/errors.ts';
import { featureOf, routes, routesByDomain } from '../../lib/registry/routes.ts';
import { problemSchema } from './problem.ts';

const named = routes
  .filter(({ path }) => path !== '$default')
  .map((route): [id: string, route: RouteDefinition] => [route.id, route]);

type JsonSchema = { [key: string]: unknown };

/** Paths of the objects in an input schema that take fields they do not name. */
function openObjects(schema: z.ZodType): string[] {
  const found: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, properties, additionalProperties } = node as JsonSchema;
    // A record says what its fields hold; only an object that says nothing is open.
    const isOpen = additionalProperties === undefined || additionalProperties === true;
    if ((type === 'object' || properties !== undefined) && isOpen) found.push(path);
    for (const [key, child] of Object.entries(node)) walk(child, `${path}/${key}`);
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '');
  return found;
}

describe('the registry', () => {
  it.each([
    ['id', ({ id }: RouteDefinition) => id],
    ['method and path', ({ method, path }: RouteDefinition) => `${method} ${path}`],
    [
      'path but for the names in it',
      ({ method, path }: RouteDefinition) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`,
    ],
  ])('has no %s twice', (_, nameOf) => {
    const names = routes.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has a handler for each route', () => {
    const files = routes.map(({ id }) => `${modulePath('route', id, featureOf.get(id))}.ts`);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names each route by its domain and its export', () => {
    for (const [domain, contracts] of Object.entries(routesByDomain)) {
      const ids = Object.values(contracts).map(({ id }) => id);
      expect(ids).toEqual(Object.keys(contracts).map((name) => `${domain}.${name}`));
    }
  });
});

describe.each(Object.entries(catalog))('%s', (_, { members }) => {
  it('adds no member to its problems that they all have', () => {
    const usual = Object.keys(problemSchema.shape);
    const added = Object.keys(members?.()?.shape ?? {});
    expect(added.filter((name) => usual.includes(name))).toEqual([]);
  });
});

describe.each(named)('%s', (_, route) => {
  it('describes the parameters of its path', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(inPath);
  });

  it('takes no input that it does not name', () => {
    const inputs = [route.params, queryOf(route), route.body].filter(
      (input) => input !== undefined,
    );
    expect(inputs.flatMap(openObjects)).toEqual([]);
  });

  it('gives examples that it would take', () => {
    const { params, query, body } = route.examples;
    if (route.params) expect(route.params.safeParse(params).error).toBeUndefined();
    expect(queryOf(route).safeParse(query ?? {}).error).toBeUndefined();
    if (route.body) expect(route.body.safeParse(body).error).toBeUndefined();
    else expect(body).toBeUndefined();
  });

  it('gives an example of its answer, without a field that it would drop', () => {
    const response = route.responses[successStatus(route)];
    const example = route.examples.response;
    if (!(response instanceof z.ZodType)) {
      expect(example).toBeUndefined();
      return;
    }
    expect(response.parse(example)).toEqual(example);
  });

  it('declares errors that exist, each once, and none that follow from the rest', () => {
    const implied = impliedErrors(route);
    expect(route.errors.filter(({ code }) => !(code in catalog))).toEqual([]);
    expect(route.errors.filter((error) => implied.includes(error))).toEqual([]);
    expect(new Set(route.errors).size).toBe(route.errors.length);
  });

  it('succeeds with statuses that the machinery knows', () => {
    const successes = Object.keys(route.responses)
      .map(Number)
      .filter((status) => status < 400);
    expect(successStatuses(route).toSorted((a, b) => a - b)).toEqual(successes);
    expect(successes).not.toEqual([]);
  });

  it('gives an example of each other answer', () => {
    const { responses: examples = {} } = route.examples;
    const [, ...others] = successStatuses(route);
    const told = others.filter((status) => route.responses[status] instanceof z.ZodType);
    expect(new Set(Object.keys(examples).map(Number))).toEqual(new Set(told));
    for (const status of told) {
      expect((route.responses[status] as z.ZodType).parse(examples[status])).toEqual(
        examples[status],
      );
    }
  });

  it('can repeat what it does in bulk', () => {
    if (route.bulk) expect(route.idempotent).toBe(true);
  });

  it('is limited where it writes, sends or costs much', () => {
    const limits = rateLimitsOf(route);
    if (route.method !== 'GET') expect(limits).not.toEqual([]);
    const isOpen = route.auth === 'public' || route.auth === 'optional';
    if (route.method !== 'GET' && isOpen) {
      expect(limits.map(({ by }) => by)).toContain('source');
    }
    // Where secrets are guessed or mails are sent, each container counting for itself is not enough.
    const byGuess = limits.filter(({ by, perContainer }) => by === 'email' && perContainer);
    expect(byGuess).toEqual([]);
  });

  it('limits callers only where there are callers', () => {
    const known = route.auth !== 'public' && route.auth !== 'optional';
    const byCaller = (route.rateLimits ?? []).filter(({ by }) => by === 'caller');
    expect(known ? [] : byCaller).toEqual([]);
  });

  it('limits by the address only where one is required', () => {
    const byEmail = (route.rateLimits ?? []).filter(({ by }) => by === 'email');
    const body = route.body instanceof z.ZodObject ? route.body.shape : {};
    expect('email' in body && !body.email.isOptional() ? [] : byEmail).toEqual([]);
  });
});
