import { Entity } from 'electrodb';

const { Entity: Late } = jest.requireActual<typeof import('electrodb')>(
  '../../../lib/model/entities-only.mjs',
);

const model = {
  model: { service: 'moa', entity: 'thing', version: '1' },
  attributes: {
    id: { type: 'string', required: true },
    at: { type: 'string', required: true },
    count: { type: 'number' },
    tags: { type: 'set', items: 'string' },
  },
  indexes: {
    thing: {
      pk: { field: 'pk', composite: ['id'], casing: 'none' },
      sk: { field: 'sk', composite: ['at'], casing: 'none' },
    },
  },
} as const;

describe('the stand-in for ElectroDB', () => {
  const real = new Entity(model, { table: 'things' });
  const late = new Late(model, { table: 'things' });
  const key = { id: 'a', at: 'b' };

  it.each<[string, (things: typeof real) => unknown]>([
    ['get', (things) => things.get(key).params()],
    ['get many', (things) => things.get([key, { id: 'c', at: 'd' }]).params()],
    ['put', (things) => things.put({ ...key, count: 1, tags: ['x'] }).params()],
    [
      'update',
      (things) =>
        things
          .update(key)
          .add({ count: 1 })
          .set({ tags: ['y'] })
          .params(),
    ],
    [
      'delete',
      (things) =>
        things
          .delete(key)
          .where(({ count }, { eq }) => eq(count, 1))
          .params(),
    ],
    ['query', (things) => things.query.thing({ id: 'a' }).gt({ at: 'b' }).params({ limit: 5 })],
    ['scan', (things) => things.scan.params()],
    ['parse', (things) => things.parse({ Item: real.put({ ...key, count: 1 }).params().Item })],
    ['schema', (things) => things.schema.attributes],
  ])('does the same: %s', (_, work) => {
    expect(work(late)).toEqual(work(real));
  });

  it('makes an entity at first use and only once', () => {
    const refused = new Late({ ...model, indexes: {} } as never, { table: 'things' });
    expect(() => refused.get(key as never)).toThrow();
    expect(late.schema).toBe(late.schema);
  });
});
