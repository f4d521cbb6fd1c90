import { catalog } from '../../../lib/registry/errors.ts';
import { routes } from '../../../lib/registry/routes.ts';
import { createWorld } from '../../support/world.ts';

describe('the documentation', () => {
  it('gives the OpenAPI document with the address of this deployment', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.request('GET', '/openapi.json');
    expect(answer).toHaveStatus(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(JSON.stringify(answer.body)).not.toContain('moa.example/docs');
    const { servers, paths } = answer.body as { servers: { url: string }[]; paths: object };
    const issuer = await world.request('GET', '/.well-known/oauth-authorization-server');
    expect(servers.map(({ url }) => url)).toEqual([(issuer.body as { issuer: string }).issuer]);
    expect(Object.keys(paths)).toContain('/ping');
  });

  it('shows a reference that loads from its own origin alone', async () => {
    const world = await createWorld({ live: false });
    const page = await world.request('GET', '/docs');
    expect(page).toHaveStatus(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const addresses = [...String(page.body).matchAll(/ (?:src|href)="([^"]+)"/g)].map(
      ([, address]) => String(address),
    );
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses) {
      expect(address).toMatch(/^\/\w/);
      expect(await world.request('GET', address)).toHaveStatus(200);
    }
  });

  it.each([
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['swagger-ui.css', 'text/css; charset=utf-8'],
    ['docs.js', 'text/javascript; charset=utf-8'],
    ['moa.css', 'text/css; charset=utf-8'],
    ['moa.svg', 'image/svg+xml'],
  ])('gives %s as %s, compressed for who takes it', async (file, type) => {
    const world = await createWorld({ live: false });
    const plain = await world.request('GET', `/docs/assets/${file}`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain).toHaveStatus(200);
    expect(plain.headers.get('content-type')).toBe(type);
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await world.request('GET', `/docs/assets/${file}`, {
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(packed).toHaveStatus(200);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toBe('accept-encoding');
  });

  it('lets only an address that names the build be kept for ever', async () => {
    const world = await createWorld({ live: false });
    const { body } = await world.request('GET', '/health');
    const { build } = body as { build: string };
    const named = await world.request('GET', `/docs/assets/moa.css?v=${build}`);
    expect(named.headers.get('cache-control')).toContain('immutable');
    for (const address of ['/docs/assets/moa.css', '/docs/assets/moa.css?v=older']) {
      const unnamed = await world.request('GET', address);
      expect(unnamed.headers.get('cache-control')).toBe('public, no-cache');
    }
  });

  it.each(['package.json', '..%2f..%2fpackage.json', 'constructor'])(
    'gives no other file: %s',
    async (file) => {
      const world = await createWorld({ live: false });
      expect(await world.request('GET', `/docs/assets/${file}`)).toBeProblem(
        'platform.asset_not_found',
      );
    },
  );

  it('lists every error code', async () => {
    const world = await createWorld({ live: false });
    const page = await world.request('GET', '/docs/errors');
    expect(page).toHaveStatus(200);
    for (const code of Object.keys(catalog)) {
      expect(page.body).toContain(`href="/docs/errors/${code}"`);
    }
  });

  it('tells of an error what happened, what to do and who answers it', async () => {
    const world = await createWorld({ live: false });
    const page = await world.request('GET', '/docs/errors/platform.queue_not_found');
    expect(page).toHaveStatus(200);
    const { title } = catalog['platform.queue_not_found'];
    for (const part of ['404 Not Found', title, 'POST /v1/admin/queues/{queue}/redrive']) {
      expect(page.body).toContain(part);
    }
    expect(page.body).not.toContain('GET /ping');
  });

  it('has a page behind the type of a problem', async () => {
    const world = await createWorld({ live: false });
    const problem = await world.request('GET', '/docs/errors/no.such_code');
    expect(problem).toBeProblem('platform.error_code_not_found');
    const { pathname } = new URL((problem.body as { type: string }).type);
    expect(await world.request('GET', pathname)).toHaveStatus(200);
  });
});

describe('unknown routes', () => {
  it.each([
    ['GET', '/v1'],
    ['GET', '/v1/no-such-thing?with=query'],
    ['DELETE', '/ping'],
    ['POST', '/docs/errors'],
  ])('%s %s is a problem', async (method, path) => {
    const world = await createWorld({ live: false });
    expect(await world.request(method, path)).toBeProblem('request.route_not_found');
  });

  it('are told apart from those of the registry', () => {
    expect(routes.filter(({ path }) => path === '$default')).toHaveLength(1);
  });
});
