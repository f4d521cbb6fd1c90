import { AttributeOperationProxy } from 'electrodb/src/operations.js';
import { Notes } from './notes.entity.ts';

/** Members that tell when somebody looks at them. */
function watched(members: Record<string, unknown>) {
  const looks: string[] = [];
  const proxy = new Proxy(members, {
    get(target, name: string) {
      looks.push(name);
      return target[name];
    },
    ownKeys(target) {
      looks.push('all');
      return Reflect.ownKeys(target);
    },
  });
  return { proxy, looks };
}

it('makes no accessor before one is asked for', () => {
  const attributes = watched({ text: { name: 'text', field: 'text' } });
  const operations = watched({ eq: { template: () => '' } });
  const made = new AttributeOperationProxy({
    builder: {},
    attributes: attributes.proxy,
    operations: operations.proxy,
  });
  expect(made).toBeInstanceOf(AttributeOperationProxy);
  expect([attributes.looks, operations.looks]).toEqual([[], []]);
});

it('leaves updates and conditions as they are', () => {
  const update = Notes.patch({ noteId: 'a' })
    .set({ text: 'new' })
    .add({ count: 1 })
    .where(({ text, version }, { eq, gt }) => `${eq(text, 'old')} AND ${gt(version, 1)}`);
  expect(update.params()).toMatchObject({
    UpdateExpression:
      'SET #text = :text_u0, #noteId = :noteId_u0, #__edb_e__ = :__edb_e___u0, #__edb_v__ = :__edb_v___u0 ADD #count :count_u0',
    ConditionExpression:
      'attribute_exists(#pk) AND attribute_exists(#sk) AND #text = :text0 AND #version > :version0',
  });
});

it('knows no attribute that the entity has not', () => {
  expect(() =>
    Notes.remove({ noteId: 'a' }).where((attributes, { exists }) =>
      exists((attributes as unknown as Record<string, never>).other as never),
    ),
  ).toThrow('Invalid/Unknown property');
});
