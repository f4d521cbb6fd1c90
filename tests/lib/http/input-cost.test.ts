import * as z from 'zod';
import { handle } from '../../../lib/http/handle.ts';
import { isUnambiguous } from '../../../lib/http/json-guard.ts';
import { queryOf } from '../../../lib/http/middleware/parsing.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { routes } from '../../../lib/registry/routes.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { invoke } from '../../support/invoke.ts';

/** What regular expressions, normal forms and segmenters are slow with, repeated. */
const units = [
  ...([
    'a',
    'a ',
    ' ',
    '\t',
    '.',
    'a.',
    'a@',
    '-a',
    '_',
    '0',
    '1.',
    '=',
    '%41',
    '/',
    '"',
    '\\',
  ] as const),
  ...(['#a', '@abc', 'https://', 'é', '가', 'ㄱ', '😀', '👨\u200d', '🇰', '\u200d'] as const),
  // Marks of two classes: a normal form puts them in order one by one.
  '\u0323\u0301',
];

const jsonUnits = ['{"a":', '[', '{},', '[],', '"a":1,', '\\u0041', '"\\u0061', ...units];

const unitLength = 25_000;
const growth = 4;
/** Linear work grows four times, quadratic work sixteen times. */
const mostGrowth = 9;
/** What takes less at its longest is too short to be measured, and too cheap to matter. */
const floorMilliseconds = 40;

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const textOf = (unit: string, length: number) =>
  `${unit.repeat(Math.ceil(length / unit.length))}\u0001`;

/** How much more work a text takes that is four times as long, where it takes any. */
function growthOf(work: (text: string) => unknown, unit: string): number {
  const [short, long] = [textOf(unit, unitLength), textOf(unit, unitLength * growth)];
  const least = (text: string, times: number) =>
    Math.min(...Array.from({ length: times }, () => cpuMilliseconds(() => work(text))));
  if (least(long, 1) < floorMilliseconds) return 0;
  const longest = least(long, 3);
  return longest < floorMilliseconds ? 0 : longest / least(short, 3);
}

const tooSteep = (name: string, work: (text: string) => unknown, tried: readonly string[]) =>
  tried.flatMap((unit) => {
    const found = growthOf(work, unit);
    return found > mostGrowth ? [`${name}, of ${JSON.stringify(unit)}: ${found.toFixed(1)}`] : [];
  });

/** The places of a schema that take a text, each by its schema. */
function* placesOf(schema: z.ZodType, path: string): Generator<[path: string, place: z.ZodType]> {
  if (schema instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
      yield* placesOf(field, `${path}.${name}`);
    }
  } else if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    yield* placesOf(schema.unwrap() as z.ZodType, path);
  } else if (schema instanceof z.ZodArray) {
    yield* placesOf(schema.element as z.ZodType, `${path}[]`);
  } else yield [path, schema];
}

describe('what an input costs', () => {
  it('grows no faster than the input, at any place of any route', () => {
    const findings = routes.flatMap((route) => {
      const { params, body } = route as { params?: z.ZodType; body?: z.ZodType };
      const inputs = { path: params, query: queryOf(route), body };
      return Object.entries(inputs).flatMap(([place, schema]) =>
        [...(schema ? placesOf(schema, `${route.id} ${place}`) : [])].flatMap(([path, field]) =>
          tooSteep(path, (text) => field.safeParse(text), units),
        ),
      );
    });
    expect(findings).toEqual([]);
  });

  it('grows no faster than JSON, before it is parsed', () => {
    expect(tooSteep('json', isUnambiguous, jsonUnits)).toEqual([]);
    expect(tooSteep('object', (text) => isUnambiguous(`{${text}`), jsonUnits)).toEqual([]);
    const keys = (text: string) =>
      isUnambiguous(`{${Array.from(text, (_, index) => `"k${index}":1`).join(',')}}`);
    expect(tooSteep('keys', keys, ['a'])).toEqual([]);
  });

  it('is told by this test', () => {
    const quadratic = (text: string) => {
      let sum = 0;
      for (let outer = 0; outer < text.length; outer++) {
        for (let inner = 0; inner < text.length; inner += 100) sum += inner;
      }
      return sum;
    };
    expect(tooSteep('planted', quadratic, ['a'])).toHaveLength(1);
  });
});

const takesForms = handle(
  defineRoute({
    id: 'test.form',
    method: 'POST',
    path: '/test',
    summary: 'Take a form',
    auth: 'public',
    query: z.strictObject({ query: z.string().optional() }),
    body: z.strictObject({ token: z.string(), list: z.array(z.string()).max(2).optional() }),
    form: true,
    responses: { 200: z.object({ token: z.string() }) },
    errors: [],
    examples: {},
    needs: {},
  }),
  ({ body }) => body,
);

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const faultsIn = (answer: { body: unknown }) =>
  (answer.body as { errors: { path: string }[] }).errors;

describeInProcess('a body of very many parts', () => {
  const send = (body: string, headers: Record<string, string>) =>
    invoke(takesForms, { method: 'POST', headers, body });

  it.each([
    ['different', (index: number) => `f${index}=1`],
    ['equal', () => 'token=1'],
    ['empty', () => ''],
  ])('is refused as a form of more than a hundred fields: %s', async (_, field) => {
    for (const count of [101, 90_000]) {
      const body = Array.from({ length: count }, (_none, index) => field(index)).join('&');
      const answer = await send(body, form);
      expect(answer).toBeProblem('request.invalid');
      expect(faultsIn(answer)).toEqual([
        expect.objectContaining({ path: 'body', message: 'must have at most 100 fields' }),
      ]);
    }
  });

  it('is read as a form of a hundred fields, by name', async () => {
    const fields = Array.from({ length: 98 }, (_, index) => `f${index}=1`);
    const answer = await send(['token=1', ...fields, 'token=2'].join('&'), form);
    expect(faultsIn(answer).map(({ path }) => path)).toContain('body.f48');
    expect(faultsIn(answer)[0]).toMatchObject({ path: 'body.token' });
    expect((await send('token=a%26b', form)).body).toEqual({ token: 'a&b' });
  });

  it('is refused as a query of more than a hundred fields', async () => {
    const url = `/test?${'a=1&'.repeat(100)}`;
    const answer = await invoke(takesForms, { method: 'POST', url, body: { token: 'a' } });
    expect(answer).toBeProblem('request.invalid');
    expect(faultsIn(answer)[0]).toMatchObject({ path: 'query' });
  });

  it.each([
    ['unknown fields', () => Array.from({ length: 90_000 }, (_, index) => `"k${index}":1`).join()],
    ['wrong entries', () => `"list":[${'1,'.repeat(500_000)}1]`],
  ])('is refused as JSON with very many %s', async (_, content) => {
    const answer = await send(`{${content()}}`, { 'content-type': 'application/json' });
    expect(answer).toBeProblem('request.invalid');
    expect(faultsIn(answer).length).toBeLessThanOrEqual(50);
  });
});
