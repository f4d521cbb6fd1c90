import * as fc from 'fast-check';
import { tableKey } from '../../../lib/model/table-key.ts';
import { entities as registered } from '../../../lib/registry/entities.ts';

interface Index {
  pk: { field: string; composite: string[]; casing?: string };
  sk?: { field: string; composite: string[]; casing?: string };
}

interface AnyEntity {
  schema: {
    model: { entity: string };
    attributes: Record<string, { type: unknown }>;
    indexes: Record<string, Index>;
  };
  get(key: Record<string, unknown>): { params(): { Key: { pk: string; sk: string } } };
}

const entities = Object.entries(registered) as unknown as [name: string, entity: AnyEntity][];

const partsOf = ({ pk, sk }: Index) => (sk ? [pk, sk] : [pk]);

function tableIndex({ schema }: AnyEntity): Index {
  const index = Object.values(schema.indexes).find(({ pk }) => pk.field === 'pk');
  if (!index) throw new Error(`${schema.model.entity} has no key`);
  return index;
}

/** Ids, times and folded tags, and one of a list: what no client writes freely. */
const isClosed = ({ schema }: AnyEntity, name: string) =>
  Array.isArray(schema.attributes[name]?.type) || /Id$|^at$|^tagKey$/.test(name);

/** Values that keys have been known to mix up, in few enough pieces to meet. */
function valuesOf(entity: AnyEntity, name: string): fc.Arbitrary<unknown> {
  const type = entity.schema.attributes[name]?.type;
  if (Array.isArray(type)) return fc.constantFrom(...(type as unknown[]));
  if (type === 'number') return fc.nat({ max: 1_000_000 });
  const names = Object.keys(entity.schema.attributes).map((other) => `#${other.toLowerCase()}_`);
  const pieces = ['a', 'A', 'k', 'K', '\u212a', '#', '_', '$', '\0', ' ', '0', 'é', 'e\u0301'];
  const long = fc.constantFrom('x'.repeat(3000), `${'x'.repeat(2999)}X`);
  return fc.oneof(
    { weight: 8, arbitrary: fc.string({ unit: fc.constantFrom(...pieces), maxLength: 3 }) },
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom('a', ...names), maxLength: 3 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    { weight: 1, arbitrary: long },
  );
}

/** The key of an item as DynamoDB compares it; `undefined` when the entity refuses the values. */
function keyOf(entity: AnyEntity, values: Record<string, unknown>): string | undefined {
  try {
    const { pk, sk } = entity.get(values).params().Key;
    return JSON.stringify([pk, sk]);
  } catch {
    return undefined;
  }
}

it('finds the entities', () => {
  expect(entities.length).toBeGreaterThan(15);
});

it('has no two entities of one name', () => {
  const names = entities.map(([name]) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(entities)('keys of %s', (_, entity) => {
  const composites = partsOf(tableIndex(entity)).flatMap(({ composite }) => composite);

  it('keep the case of their values', () => {
    const parts = Object.values(entity.schema.indexes).flatMap(partsOf);
    expect(parts.map(({ casing }) => casing)).toEqual(parts.map(() => 'none'));
  });

  it('name in a part before another value only what cannot hold a `#`, which is not escaped', () => {
    const open = partsOf(tableIndex(entity)).flatMap(({ composite }) =>
      composite.slice(0, -1).filter((name) => !isClosed(entity, name)),
    );
    expect(open).toEqual([]);
  });

  if (composites.length > 0) {
    it('differ whenever their values do', () => {
      const values = fc.record(
        Object.fromEntries(composites.map((name) => [name, valuesOf(entity, name)])),
      );
      // 200 values at a time are 20,000 pairs.
      const many = fc.uniqueArray(values, {
        selector: JSON.stringify,
        maxLength: 200,
        size: 'max',
      });
      fc.assert(
        fc.property(many, (different) => {
          const keys = different.map((value) => keyOf(entity, value)).filter(Boolean);
          expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
        }),
        { numRuns: 10 },
      );
    });
  }

  it('are those by which its items are read together', () => {
    const values = fc.record(
      Object.fromEntries(composites.map((name) => [name, valuesOf(entity, name)])),
    );
    fc.assert(
      fc.property(values, (value) => {
        const key = keyOf(entity, value);
        fc.pre(key !== undefined);
        const { pk, sk } = tableKey(entity, value);
        expect(JSON.stringify([pk, sk])).toBe(key);
      }),
      { numRuns: 200 },
    );
  });

  it('are not made without all their values', () => {
    for (const missing of composites) {
      const others = composites.filter((name) => name !== missing).map((name) => [name, 'a']);
      expect(() => tableKey(entity, Object.fromEntries(others))).toThrow(missing);
    }
  });
});

it('differ between entities, whatever their values', () => {
  const item = fc.constantFrom(...entities).chain(([name, entity]) => {
    const composites = partsOf(tableIndex(entity)).flatMap(({ composite }) => composite);
    const values = composites.map((composite) => [composite, valuesOf(entity, composite)]);
    return fc
      .record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>)
      .map((record) => ({ name, key: keyOf(entity, record) }));
  });
  fc.assert(
    fc.property(item, item, (one, other) => {
      if (one.name === other.name || one.key === undefined) return true;
      return one.key !== other.key;
    }),
    { numRuns: 2000 },
  );
});
