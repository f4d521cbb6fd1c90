import { createWorld } from '../../support/world.ts';

interface Document {
  paths: Record<string, Record<string, { operationId: string }>>;
  tags: { name: string }[];
  components: { securitySchemes: object };
}

describe('who comes without knowing anything', () => {
  it('is led from the root to the reference', async () => {
    const world = await createWorld({ live: false });
    const answer = await world.request('GET', '/');
    expect(answer).toHaveStatus(302);
    expect(answer.headers.get('location')).toBe('/docs');
  });

  it('reads of signing in first, and of the service itself last', async () => {
    const world = await createWorld({ live: false });
    const { body } = await world.request('GET', '/openapi.json');
    const { paths, tags, components } = body as Document;
    const operations = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(operations.slice(0, 2)).toEqual(['identity.signUp', 'identity.login']);
    expect(tags.at(0)?.name).toBe('Identity');
    expect(tags.at(-1)?.name).toBe('Platform');
    expect(Object.keys(components.securitySchemes)[0]).toBe('accessToken');
  });
});
