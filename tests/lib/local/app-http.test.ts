import * as z from 'zod';
import { defineRoute, type Method } from '../../../lib/http/route.ts';
import { addCorsHeaders, preflightAnswer } from '../../../lib/local/cors.ts';
import { toAnswer } from '../../../lib/local/http-answer.ts';
import { buildEvent, eventHeaders } from '../../../lib/local/http-event.ts';
import { createRouteTable } from '../../../lib/local/route-table.ts';

function eventOf(
  url: string,
  {
    headers = [],
    body,
    path = url,
  }: { headers?: string[]; body?: string | Buffer; path?: string } = {},
) {
  const findRoute = createRouteTable([route('test.any', 'POST', path as `/${string}`)]);
  const match = findRoute('POST', url.split('?')[0] ?? '');
  if (!match) throw new Error(`No route for ${url}`);
  return buildEvent(
    {
      method: 'POST',
      url,
      headers,
      body: body === undefined ? undefined : Buffer.from(body),
      sourceIp: '203.0.113.9',
    },
    eventHeaders(headers),
    match,
  );
}

function route(id: `${string}.${string}`, method: Method, path: `/${string}` | '$default') {
  return defineRoute({
    id,
    method,
    path,
    summary: 'Test',
    auth: 'public',
    responses: { 200: z.object({}) },
    errors: [],
    examples: {},
    needs: {},
  });
}

describe('the event of a request', () => {
  it('has the fields of payload format 2.0', () => {
    const event = eventOf('/v1/posts/42?q=a%20b&q=c&flag', {
      path: '/v1/posts/{postId}',
      headers: ['Host', 'api.example:3000', 'User-Agent', 'curl/8', 'X-One', '1', 'x-one', '2'],
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/posts/{postId}',
      rawPath: '/v1/posts/42',
      rawQueryString: 'q=a%20b&q=c&flag',
      queryStringParameters: { q: 'a b,c', flag: '' },
      pathParameters: { postId: '42' },
      headers: { host: 'api.example:3000', 'x-one': '1,2', 'x-forwarded-port': '3000' },
      isBase64Encoded: false,
      requestContext: {
        domainName: 'api.example:3000',
        stage: '$default',
        routeKey: 'POST /v1/posts/{postId}',
        http: {
          method: 'POST',
          path: '/v1/posts/42',
          protocol: 'HTTP/1.1',
          sourceIp: '203.0.113.9',
          userAgent: 'curl/8',
        },
      },
    });
    expect(event.body).toBeUndefined();
    expect(event.cookies).toBeUndefined();
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('takes cookies out of the headers', () => {
    const event = eventOf('/', { headers: ['Cookie', 'a=1; b=2', 'cookie', 'c=3'] });
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('appends the source to what the caller says of forwarding', () => {
    const event = eventOf('/', { headers: ['X-Forwarded-For', '198.51.100.1'] });
    expect(event.headers['x-forwarded-for']).toBe('198.51.100.1, 203.0.113.9');
  });

  it('decodes the path and its parameters', () => {
    const event = eventOf('/v1/tags/caf%C3%A9', { path: '/v1/tags/{tag}' });
    expect(event.rawPath).toBe('/v1/tags/café');
    expect(event.pathParameters).toEqual({ tag: 'café' });
    const cut = eventOf('/v1/tags/a%3Fb', { path: '/v1/tags/{tag}' });
    expect(cut.rawPath).toBe('/v1/tags/a');
  });

  it('refuses a path that is not validly encoded', () => {
    expect(() => eventOf('/v1/tags/%E0%A4%A', { path: '/v1/tags/{tag}' })).toThrow(URIError);
  });

  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/xml', false],
    ['application/jsonish', true],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
    [undefined, true],
  ])('of a body of type %s is in base64: %s', (type, isEncoded) => {
    const headers = type === undefined ? [] : ['Content-Type', type];
    const event = eventOf('/', { headers, body: 'é' });
    expect(event.isBase64Encoded).toBe(isEncoded);
    expect(event.body).toBe(isEncoded ? Buffer.from('é').toString('base64') : 'é');
  });

  it('hands on a body that is no UTF-8 as the bytes that it is', () => {
    const body = Buffer.from([0x22, 0xe9, 0x22]);
    const event = eventOf('/', { headers: ['Content-Type', 'application/json'], body });
    expect(event.isBase64Encoded).toBe(true);
    expect(event.body).toBe(body.toString('base64'));
  });

  it('keeps names that objects inherit apart', () => {
    const event = eventOf('/?constructor=1', { path: '/', headers: ['Constructor', 'x'] });
    expect(event.queryStringParameters).toEqual({ constructor: '1' });
    expect(event.headers.constructor).toBe('x');
  });
});

describe('the route table', () => {
  const findRoute = createRouteTable([
    route('a.me', 'GET', '/v1/users/me'),
    route('a.user', 'GET', '/v1/users/{userId}'),
    route('a.posts', 'GET', '/v1/users/{userId}/posts'),
    route('a.mine', 'GET', '/v1/users/me/drafts'),
    route('a.update', 'PATCH', '/v1/users/me'),
    route('a.none', 'ANY', '$default'),
  ]);
  const idOf = (method: string, path: string) => findRoute(method, path)?.route.id;

  it('prefers literal segments, and falls back to parameters', () => {
    expect(idOf('GET', '/v1/users/me')).toBe('a.me');
    expect(idOf('GET', '/v1/users/usr_1')).toBe('a.user');
    expect(idOf('GET', '/v1/users/me/posts')).toBe('a.posts');
    expect(findRoute('GET', '/v1/users/me/posts')?.params).toEqual([['userId', 'me']]);
    expect(idOf('GET', '/v1/users/me/drafts')).toBe('a.mine');
  });

  it.each([
    ['GET', '/v1/users/'],
    ['GET', '/v1/users//posts'],
    ['GET', '/v1/users/me/'],
    ['GET', '/v1'],
    ['HEAD', '/v1/users/me'],
    ['PATCH', '/v1/users/usr_1'],
    ['BREW', '/'],
    ['GET', 'v1/users/me'],
    ['GET', '*'],
  ])('gives %s %s to the default route', (method, path) => {
    expect(idOf(method, path)).toBe('a.none');
  });

  it('refuses two routes with one path', () => {
    const twice = [route('a.one', 'GET', '/x/{a}'), route('a.two', 'GET', '/x/{b}')];
    expect(() => createRouteTable(twice)).toThrow('a.one and a.two');
  });
});

describe('the answer to a result', () => {
  it('takes status, headers, cookies and bytes', () => {
    const answer = toAnswer({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'x-count': 2 },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    expect(answer).toEqual({
      status: 201,
      headers: { 'content-type': 'image/png', 'x-count': '2', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from([0, 255]),
    });
  });

  it('infers 200 and JSON for a result without a status', () => {
    expect(toAnswer({ a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(toAnswer(undefined).body).toBe('null');
  });

  it.each([
    [{ statusCode: 'abc' }],
    [{ statusCode: 99 }],
    [{ statusCode: 200, body: { a: 1 } }],
    [{ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) }],
  ])('is a 500 when API Gateway cannot read it (%#)', (result) => {
    expect(toAnswer(result)).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });
});

describe('CORS', () => {
  const ask = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };

  it('answers preflight requests of allowed origins', () => {
    const answer = preflightAnswer('OPTIONS', ask, ['https://app.example']);
    expect(answer?.status).toBe(204);
    expect(answer?.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
    });
    expect(answer?.headers['access-control-allow-headers']).toContain('idempotency-key');
  });

  it('tells other origins nothing', () => {
    expect(preflightAnswer('OPTIONS', ask, ['https://other.example'])?.headers).toEqual({});
    const answer = toAnswer({ statusCode: 200 });
    addCorsHeaders(answer, 'https://app.example', ['https://other.example']);
    expect(answer.headers).toEqual({});
  });

  it('leaves other requests to the routes', () => {
    expect(preflightAnswer('OPTIONS', { origin: 'https://app.example' }, ['*'])).toBeUndefined();
    expect(preflightAnswer('GET', ask, ['*'])).toBeUndefined();
  });

  it('lets any origin read answers when all are allowed', () => {
    const answer = toAnswer({ statusCode: 200 });
    addCorsHeaders(answer, 'https://app.example', ['*']);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toContain('x-request-id');
  });
});
