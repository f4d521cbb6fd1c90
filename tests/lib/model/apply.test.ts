import { transactionsOf } from '../../../lib/model/commit.ts';
import { always, impossible, write, writeIf } from '../../../lib/model/write.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId, readNote } from './notes.entity.ts';

const now = new Date('2026-11-21T09:00:00.000Z');

const callOnce = (key: string) =>
  transactionsOf({
    caller: { kind: 'system', name: 'test' },
    now,
    once: { scope: 'message:test', key, fingerprint: 'a', keepSeconds: 3600, keepOutcome: false },
  });

const add = (noteId: string) => write(always(Notes.update({ noteId }).add({ count: 1 })));

const stampOf = async (noteId: string) => {
  const { data } = await Notes.get({ noteId }).go({ data: 'raw', consistent: true });
  return (data as { Item?: { writtenBy?: string } } | null)?.Item?.writtenBy;
};

describeInProcess('apply', () => {
  it('happens as often as it is asked for, beside the one commit of a call', async () => {
    const [besides, committed] = [newNoteId(), newNoteId()];
    const key = newNoteId();
    await Notes.put({ noteId: besides, text: 'a' }).go();
    await Notes.put({ noteId: committed, text: 'a' }).go();
    for (const delivery of [callOnce(key), callOnce(key)]) {
      await delivery.apply([add(besides)]);
      await delivery.apply([add(besides)]);
      await delivery.commit([add(committed)], undefined);
    }
    expect(await readNote(besides)).toMatchObject({ count: 4 });
    expect(await readNote(committed)).toMatchObject({ count: 1 });
  });

  it('answers its outcome, or what stands instead', async () => {
    const noteId = newNoteId();
    const create = () =>
      callOnce(newNoteId()).apply(
        [writeIf(Notes.create({ noteId, text: 'a' }), () => 'there' as const)],
        'made' as const,
      );
    expect([await create(), await create()]).toEqual(['made', 'there']);
  });

  it('is written by the caller, or for whom it is done', async () => {
    const { apply } = callOnce(newNoteId());
    const [own, other] = [newNoteId(), newNoteId()];
    await apply([writeIf(Notes.create({ noteId: own, text: 'a' }), impossible)]);
    const created = writeIf(Notes.create({ noteId: other, text: 'a' }), impossible);
    await apply([created], undefined, { actor: 'usr_owner' });
    expect([await stampOf(own), await stampOf(other)]).toEqual(['system:test', 'usr_owner']);
  });
});
