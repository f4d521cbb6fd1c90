import { always, impossible, write, writeIf } from '../../../lib/model/write.ts';
import { Notes } from './notes.entity.ts';

const noteId = 'note';
const note = { noteId, text: 'a' };

const conditionOf = (operation: { params(): unknown }) =>
  (operation.params() as { ConditionExpression?: string }).ConditionExpression;

describe('write', () => {
  it.each([
    ['put', write(Notes.put(note))],
    ['delete', write(Notes.delete({ noteId }))],
    ['update', write(always(Notes.update({ noteId }).add({ count: 1 })))],
    ['upsert', write(always(Notes.upsert(note)))],
  ])('takes a %s, which has no condition', (_, { action }) => {
    expect(action.parameters.ConditionExpression).toBeUndefined();
  });

  it.each([
    ['create', writeIf(Notes.create(note), impossible)],
    ['patch', writeIf(Notes.patch({ noteId }).add({ count: 1 }), impossible)],
    ['remove', writeIf(Notes.remove({ noteId }), impossible)],
  ])('leaves a %s, which has a condition, to writeIf', (_, { action }) => {
    expect(action.parameters.ConditionExpression).toBeDefined();
  });

  it('does not compile for what can fail a condition', () => {
    const conditional = [
      // @ts-expect-error: it applies only where there is none
      () => write(Notes.create(note)),
      // @ts-expect-error: it applies only where there is one
      () => write(Notes.patch({ noteId }).add({ count: 1 })),
      // @ts-expect-error: it applies only where there is one
      () => write(Notes.remove({ noteId })),
      // @ts-expect-error: it has a condition
      () => write(Notes.put(note).where((is, { exists }) => exists(is.count))),
      // @ts-expect-error: it has a condition
      () => write(Notes.delete({ noteId }).where((is, { exists }) => exists(is.count))),
      // @ts-expect-error: nothing says what happens otherwise
      () => writeIf(Notes.create(note)),
    ];
    expect(conditional).toHaveLength(6);
  });

  it('lets nobody say of a condition that it always holds', () => {
    const guarded = Notes.update({ noteId })
      .add({ count: 1 })
      .where((is, { exists }) => exists(is.count));
    expect(conditionOf(guarded)).toBeDefined();
    expect(() => always(guarded)).toThrow('It applies only if');
  });
});
