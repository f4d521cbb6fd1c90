import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { memberAuthOf, requiredCredential, requiredScopes } from '../../lib/auth/route-auth.ts';
import { sealCursor } from '../../lib/http/cursor.ts';
import { errorsOf } from '../../lib/http/implied-errors.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import { routes } from '../../lib/registry/routes.ts';
import { scopesOfRole } from '../../lib/scopes.ts';
import { challengedCaller, userWithTotp } from '../scenarios/arrange.ts';
import type { Answer, Problem } from '../support/answer.ts';
import { companyOf } from '../support/companies.ts';
import { baseUrl } from '../support/mode.ts';
import { seedCompany } from '../support/seed-company.ts';
import { type Caller, createWorld, type User, type World } from '../support/world.ts';
import { problemSchema } from './problem.ts';

/* What every route promises because of what it declares; nothing here names a route. */

const depth = 10_000;

/** Bodies that no route takes, whatever its schema. */
const hostileBodies: [name: string, body: string][] = [
  ['cut off', '{"text":'],
  ['no JSON', 'text=Hello'],
  ['two values', '{} {}'],
  ['JSON with comments', '{/* hi */}'],
  ['NaN', '{"text":NaN}'],
  ['two byte order marks', '\ufeff\ufeff{}'],
  [`lists ${depth} deep`, `{"text":${'['.repeat(depth)}${']'.repeat(depth)}}`],
  [`objects ${depth} deep`, `${'{"text":'.repeat(depth)}1${'}'.repeat(depth)}`],
  ['a key twice', '{"text":"a","text":"b"}'],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['__proto__ within', '{"text":{"__proto__":{"admin":true}}}'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{"admin":true}}}'],
];

const invalidBodies: [name: string, body: string][] = [
  ['a list', '[]'],
  ['null', 'null'],
  ['text', '"text"'],
  ['a number', '9007199254740993'],
  [
    '100,000 keys',
    JSON.stringify(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, key) => [key.toString(36), 1])),
    ),
  ],
];

const named = routes
  .filter(({ path }) => path !== '$default')
  .map((route): [id: string, route: RouteDefinition] => [route.id, route]);

const usualScopes = scopesOfRole('user');

let world: World;
let kim: User;

const ownCompany = async () => (await companyOf(world, kim)).id;

beforeAll(async () => {
  world = await createWorld();
  kim = await world.user('kim');
});

describe.each(named)('%s', (_, route) => {
  const { method, examples } = route;
  const isPublic = route.auth === 'public';
  const needsCaller = !isPublic && route.auth !== 'optional';
  const scopes = requiredScopes(route.auth);
  const byKey = requiredCredential(route.auth) === 'api_key';
  const mayCall = baseUrl === undefined || scopes.every((scope) => usualScopes.includes(scope));
  const declared = new Set(errorsOf(route).map(({ code }) => code));

  const member = memberAuthOf(route.auth);

  let caller: Caller | undefined;
  /** The ids of the example; of a company, one of which the caller is a member, and theirs. */
  let ids = examples.params ?? {};

  beforeAll(async () => {
    if (!needsCaller) return;
    if (member) {
      const ofKim =
        baseUrl === undefined
          ? seedCompany([{ userId: kim.id, role: member.member }])
          : ownCompany();
      ids = { ...ids, companyId: await ofKim, ...(ids.userId && { userId: kim.id }) };
    }
    if (route.auth === 'otp') {
      caller = await challengedCaller(world, (await userWithTotp(world, 'challenged')).user);
    } else if (byKey) caller = await world.apiKey(kim, scopes);
    else caller = baseUrl === undefined ? await world.callerWith(scopes, kim) : kim;
  });

  /** The path with the ids, or with what `params` says instead. */
  function pathOf(params: Record<string, string> = {}): string {
    const values: Record<string, string> = { ...ids, ...params };
    return route.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ''));
  }

  /** The same with the example's filters and one parameter more, as it is written. */
  function pathWith(parameter: string): string {
    const { limit: _, cursor: __, ...filters } = examples.query ?? {};
    const query = [new URLSearchParams(filters).toString(), parameter].filter(Boolean);
    return `${pathOf()}?${query.join('&')}`;
  }

  /** A request that the route would take, but for `changes`. */
  const ask = (changes: Partial<Parameters<World['request']>[2]> & { path?: string } = {}) =>
    world.request(method, changes.path ?? pathOf(), {
      as: caller,
      ...(examples.body !== undefined && { body: examples.body }),
      ...changes,
    });

  function expectProblem(answer: Answer, code: ErrorCode): Problem {
    expect(answer).toBeProblem(code);
    return expectDeclaredProblem(answer);
  }

  function expectDeclaredProblem(answer: Answer): Problem {
    const problem = problemSchema.parse(answer.body) as Problem;
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    expect(declared).toContain(problem.code);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expectHeaders(answer);
    return problem;
  }

  function expectHeaders({ headers }: Answer): void {
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-request-id')).not.toBeNull();
  }

  const pathsOf = ({ errors = [] }: Problem) => errors.map(({ path }) => path);

  if (needsCaller) {
    it('asks who calls', async () => {
      const answer = await ask({ as: undefined });
      expectProblem(answer, 'auth.credentials_missing');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="moa"');
    });
  }

  if (!isPublic) {
    it('refuses a token that is none', async () => {
      const answer = await ask({ as: { accessToken: 'eyJhbGciOiJub25lIn0.e30.' } });
      expectProblem(answer, 'auth.token_invalid');
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    });
  }

  if (scopes.length > 0 && baseUrl === undefined) {
    it.each(scopes)('refuses credentials without %s', async (missing) => {
      const others = [...usualScopes, ...scopes].filter((scope) => scope !== missing);
      const without = byKey ? world.apiKey(kim, others) : world.callerWith(others, kim);
      const answer = await ask({ as: await without });
      expect(expectProblem(answer, 'auth.scope_missing').detail).toContain(missing);
      const challenge = answer.headers.get('www-authenticate');
      expect(challenge).toContain('error="insufficient_scope"');
      expect(challenge).toContain(missing);
    });
  }

  it('echoes a plain request id and makes one instead of any other', async () => {
    // Refused early, so that nothing happens.
    const refused = { path: `${pathOf()}?unknown=1` };
    const mine = `test-${randomUUID()}`;
    const echoed = await ask({ ...refused, headers: { 'x-request-id': mine } });
    expect(echoed.headers.get('x-request-id')).toBe(mine);
    const made = await ask({ ...refused, headers: { 'x-request-id': 'not <plain>' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
  });

  if (!mayCall) return;

  it('refuses a query parameter that it does not know', async () => {
    const answer = await ask({ path: `${pathOf()}?unknown=1&__proto__=2` });
    expect(pathsOf(expectProblem(answer, 'request.invalid'))).toContain('query.unknown');
  });

  if (route.params) {
    it.each(Object.entries(route.params.shape))('refuses a %s that cannot be', async (name, id) => {
      // Where the client chooses it, or it need not be there, some of these can be.
      const isFree = method === 'PUT' || !route.errors.some(({ status }) => status === 404);
      const isChosen = (value: string) => isFree && id.safeParse(value).success;
      for (const value of ['no such thing', '0', '%', '\0', 'K', '#', 'x'.repeat(3000)]) {
        if (isChosen(value)) continue;
        const answer = await ask({ path: pathOf({ [name]: value }) });
        // Of a company that cannot be, nobody is a member.
        if (member && name === 'companyId') expectProblem(answer, 'companies.company_not_found');
        expect([400, 404]).toContain(answer.status);
        expectDeclaredProblem(answer);
      }
    });
  }

  if (route.body && !route.body.isOptional()) {
    it('asks for a body', async () => {
      const answer = await ask({ body: undefined });
      expect(pathsOf(expectProblem(answer, 'request.invalid'))).toEqual(['body']);
    });
  }

  if (route.body) {
    it.each(hostileBodies)('refuses %s', async (_name, body) => {
      expectProblem(await ask({ body }), 'request.malformed_json');
    });

    it.each(invalidBodies)('refuses %s', async (_name, body) => {
      expectProblem(await ask({ body }), 'request.invalid');
    });

    it('refuses a field that it does not know', async () => {
      const body = { ...(examples.body as object), unknown: 1, role: 'admin' };
      const paths = pathsOf(expectProblem(await ask({ body }), 'request.invalid'));
      expect(paths).toContain('body.unknown');
    });

    const forms = route.form ? [] : ['application/x-www-form-urlencoded'];
    it.each([...forms, 'text/plain', 'application/jsonx', ''])(
      'refuses the content type %j',
      async (type) => {
        const answer = await ask({ headers: { 'content-type': type } });
        expectProblem(answer, 'request.unsupported_media_type');
      },
    );

    it('refuses a body over 1 MB', async () => {
      const frame = JSON.stringify({ unknown: '' });
      const fill = 'x'.repeat(1024 * 1024 - frame.length);
      const most = await ask({ body: JSON.stringify({ unknown: fill }) });
      expectProblem(most, 'request.invalid');
      const over = await ask({ body: JSON.stringify({ unknown: `${fill}x` }) });
      expectProblem(over, 'request.too_large');
    });
  }

  if (route.ifMatch) {
    it('asks for the version that it is to change', async () => {
      expectProblem(await ask(), 'request.precondition_required');
    });

    it('refuses another version', async () => {
      const answer = await ask({ headers: { 'if-match': '"999999999"' } });
      // What the example names may not exist; the caller's own things do.
      if (!route.params) expect(answer).toHaveStatus(412);
      expect([404, 412]).toContain(answer.status);
      expectDeclaredProblem(answer);
    });

    it.each(['*', 'w/"1"', '1'])('takes %s for no version', async (ifMatch) => {
      const answer = await ask({ headers: { 'if-match': ifMatch } });
      expectProblem(answer, 'request.version_mismatch');
    });
  }

  if (route.idempotent) {
    it.each(['', 'two words', 'k'.repeat(256), 'ké'])(
      'refuses the idempotency key %j',
      async (key) => {
        const answer = await ask({ headers: { 'idempotency-key': key } });
        expectProblem(answer, 'request.invalid_idempotency_key');
      },
    );
  }

  if (route.paginated) {
    it.each(['0', '101', '-1', '1.5', '1e1', 'x', '', ' 1', '٣', '1&limit=2'])(
      'refuses the limit %j',
      async (limit) => {
        const answer = await ask({ path: pathWith(`limit=${limit}`) });
        expect(pathsOf(expectProblem(answer, 'request.invalid'))).toEqual(['query.limit']);
      },
    );

    it.each(['x', 'eyJwayI6InBvc3QjMSJ9', 'A'.repeat(60), encodeURIComponent('ключ')])(
      'refuses the cursor %s',
      async (cursor) => {
        const answer = await ask({ path: pathWith(`cursor=${cursor}`) });
        expectProblem(answer, 'request.invalid_cursor');
      },
    );

    if (baseUrl === undefined) {
      it('refuses a cursor of another route or caller', async () => {
        const filters = [ids, {}];
        for (const binding of [
          { routeId: 'other.route', callerId: kim.id, filters },
          { routeId: route.id, callerId: 'usr_somebody_else', filters },
        ]) {
          const cursor = await sealCursor('position', binding, new Date());
          const answer = await ask({ path: pathWith(`cursor=${cursor}`) });
          expectProblem(answer, 'request.invalid_cursor');
        }
      });
    }
  }

  if (method === 'GET') {
    it('answers its example as it declares', async () => {
      const answer = await ask();
      if (answer.status >= 400 && !route.responses[answer.status]) {
        expectDeclaredProblem(answer);
        return;
      }
      const response = route.responses[answer.status];
      expect(response).toBeDefined();
      expectHeaders(answer);
      if (!isPublic) expect(answer.headers.get('cache-control')).toBe('no-store');
      if (!(response instanceof z.ZodType)) return;
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(response.parse(answer.body)).toEqual(answer.body);
    });
  }
});

describe('what no route takes', () => {
  it.each([
    ['POST', '/'],
    ['GET', '/v1'],
    ['GET', '/v1/no-such-thing'],
    ['POST', '/ping'],
    ['DELETE', '/v1/timeline'],
    ['GET', '/v1//timeline'],
    ['GET', '/%00'],
  ])('%s %s is told so', async (method, path) => {
    const answer = await world.request(method, path);
    expect(answer).toBeProblem('request.route_not_found');
    problemSchema.parse(answer.body);
  });
});
