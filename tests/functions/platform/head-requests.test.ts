import { methodsOf } from '../../../lib/http/route.ts';
import { routes } from '../../../lib/registry/routes.ts';
import { domainStack } from '../../../lib/tools/domain-stack.ts';
import { pngOf } from '../../support/pictures.ts';
import { readyFile } from '../../support/ready-file.ts';
import { createWorld, type User, type World } from '../../support/world.ts';

describe('HEAD', () => {
  let world: World;
  let kim: User;

  beforeAll(async () => {
    world = await createWorld({ live: false });
    kim = await world.user('kim');
  });

  it.each(['/ping', '/health', '/docs', '/openapi.json'])(
    'tells of %s what GET answers, without the body',
    async (path) => {
      const get = await world.request('GET', path);
      const head = await world.request('HEAD', path);
      expect(head).toHaveStatus(200);
      expect(head.body).toBeUndefined();
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
      for (const name of ['content-type', 'cache-control', 'content-security-policy', 'vary']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    },
  );

  it('tells the length of what GET sends', async () => {
    for (const path of ['/ping', '/docs']) {
      const { body } = await world.request('GET', path);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const { headers } = await world.request('HEAD', path);
      expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    }
  });

  it('tells type, name and length of a content', async () => {
    const content = Buffer.from('three');
    const announced = { name: '메모.txt', contentType: 'text/plain' };
    const { id } = await readyFile(world, kim, content, announced);
    const head = await world.request('HEAD', `/v1/files/${id}/content`, { as: kim });
    expect(head).toHaveStatus(200);
    expect(head.body).toBeUndefined();
    expect(head.headers.get('location')).toBeNull();
    expect(head.headers.get('content-length')).toBe('5');
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    expect(head.headers.get('cache-control')).toBe('no-store');
    const get = await world.request('GET', `/v1/files/${id}/content`, { as: kim });
    const got = await fetch(get.headers.get('location') ?? '');
    for (const name of ['content-type', 'content-disposition', 'content-length']) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
  });

  it('tells the type of a rendition', async () => {
    const { id } = await readyFile(world, kim, await pngOf(100, 50));
    await world.drain();
    const head = await world.request('HEAD', `/v1/files/${id}/content?size=64`, { as: kim });
    expect(head).toHaveStatus(200);
    expect(head.headers.get('content-type')).toBe('image/webp');
  });

  it('is refused as GET is, without a body', async () => {
    const { id } = await readyFile(world, kim, await pngOf(10, 10));
    const lee = await world.user('lee');
    const refused = [
      [{ as: lee }, `/v1/files/${id}/content`, 404],
      [{}, `/v1/files/${id}/content`, 404],
      [{ as: kim }, `/v1/files/${id}/content?size=65`, 400],
      [{ as: { accessToken: 'x' } }, `/v1/files/${id}/content`, 401],
      [{ as: kim }, '/v1/users/me', 404],
      [{}, '/ping?a=1', 400],
    ] as const;
    for (const [options, path, status] of refused) {
      const head = await world.request('HEAD', path, options);
      expect(head).toHaveStatus(status);
      expect(head.body).toBeUndefined();
    }
  });
});

it('each method of a route is deployed to its function', () => {
  for (const route of routes.filter(({ path }) => path !== '$default')) {
    const [domain = '', name = ''] = route.id.split('.');
    const functions = Object.values(domainStack(domain).functions);
    const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const own = functions.find(({ handler }) => handler.endsWith(`/${file}.handler`));
    expect(own).toMatchObject({
      events: methodsOf(route).map((method) => ({ httpApi: { method, path: route.path } })),
    });
  }
});
