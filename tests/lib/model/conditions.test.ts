import { transactionsOf } from '../../../lib/model/commit.ts';
import { absent, exists, unchanged } from '../../../lib/model/write.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId } from './notes.entity.ts';

const { apply } = transactionsOf({ caller: { kind: 'system', name: 'test' }, now: new Date() });

const fails = () => false as const;

describeInProcess('conditions', () => {
  it('tell whether an item is there', async () => {
    const [noteId, other] = [newNoteId(), newNoteId()];
    await Notes.put({ noteId, text: 'a' }).go();
    expect(await apply([exists(Notes, { noteId }, fails)], true)).toBe(true);
    expect(await apply([exists(Notes, { noteId: other }, fails)], true)).toBe(false);
    expect(await apply([absent(Notes, { noteId: other }, fails)], true)).toBe(true);
    expect(await apply([absent(Notes, { noteId }, fails)], true)).toBe(false);
  });

  it('tell whether an item has the values that it had', async () => {
    const [noteId, other] = [newNoteId(), newNoteId()];
    await Notes.put({ noteId, text: 'a', count: 1 }).go();
    const holds = (id: string, values: { text?: string | undefined; count?: number }) =>
      apply([unchanged(Notes, { noteId: id }, values, fails)], true);
    expect(await holds(noteId, { text: 'a', count: 1 })).toBe(true);
    expect(await holds(noteId, { text: 'a', count: 2 })).toBe(false);
    expect(await holds(noteId, { text: undefined })).toBe(false);
    expect(await holds(other, { text: undefined })).toBe(true);
    expect(await holds(other, { text: 'a' })).toBe(false);
  });
});
