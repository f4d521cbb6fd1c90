import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../../lib/aws/dynamodb.ts';
import { handleTaken } from '../../../lib/identity/errors.ts';
import { createCommit } from '../../../lib/model/commit.ts';
import type { Once } from '../../../lib/model/once.ts';
import { check, condition, impossible, writeIf } from '../../../lib/model/write.ts';
import { postNotFound } from '../../../lib/sns/errors.ts';
import { traced } from '../../../lib/trace.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId, readNote } from './notes.entity.ts';

const now = new Date('2026-11-21T09:00:00.000Z');
const commitOf = (once?: Once, time = now) => createCommit({ actor: 'usr_test', now: time, once });

const once = (changes: Partial<Once> = {}): Once => ({
  scope: 'request:test',
  key: newNoteId(),
  fingerprint: 'the request',
  keepSeconds: 24 * 3600,
  keepOutcome: true,
  ...changes,
});

const refusal = (code: string) => expect.objectContaining({ code });

describeInProcess('commit', () => {
  it('applies every write and answers the outcome', async () => {
    const [first, second] = [newNoteId(), newNoteId()];
    const outcome = await commitOf()(
      [
        writeIf(Notes.create({ noteId: first, text: 'a' }), impossible),
        writeIf(Notes.create({ noteId: second, text: 'b' }), impossible),
      ],
      { done: true },
    );
    expect(outcome).toEqual({ done: true });
    expect(await readNote(first)).toMatchObject({ text: 'a' });
    expect(await readNote(second)).toMatchObject({ text: 'b' });
  });

  it('applies nothing when one condition does not hold', async () => {
    const [taken, free] = [newNoteId(), newNoteId()];
    await commitOf()([writeIf(Notes.create({ noteId: taken, text: 'first' }), impossible)], null);
    const attempt = commitOf()(
      [
        writeIf(Notes.create({ noteId: free, text: 'second' }), impossible),
        writeIf(Notes.create({ noteId: taken, text: 'second' }), handleTaken),
      ],
      null,
    );
    await expect(attempt).rejects.toEqual(refusal('identity.handle_taken'));
    expect(await readNote(free)).toBeNull();
    expect(await readNote(taken)).toMatchObject({ text: 'first' });
  });

  it('lets a function decide by the item as it stands', async () => {
    const noteId = newNoteId();
    await commitOf()([writeIf(Notes.create({ noteId, text: 'first' }), impossible)], '');
    for (const others of [0, 1]) {
      const more = Array.from({ length: others }, () =>
        writeIf(Notes.create({ noteId: newNoteId(), text: 'other' }), impossible),
      );
      const answer = await commitOf()(
        [
          writeIf(
            Notes.create({ noteId, text: 'second' }),
            (existing) => `it says ${String(existing?.text)}`,
          ),
          ...more,
        ],
        'created',
      );
      expect(answer).toBe('it says first');
    }
  });

  it.each([
    ['gives up', 1, 'given up', 0],
    ['tries again', 2, 'counted', 1],
  ])('%s when others win an item after %i tries', async (_, after, outcome, count) => {
    const [other, noteId] = [newNoteId(), newNoteId()];
    await commitOf()([writeIf(Notes.create({ noteId, text: 'first' }), impossible)], null);
    const lost = new TransactionCanceledException({
      $metadata: {},
      message: 'Transaction cancelled',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    const send = jest.spyOn(dynamodb(), 'send') as unknown as jest.Mock<Promise<unknown>>;
    send.mockRejectedValueOnce(lost);
    const answer = await commitOf()(
      [
        writeIf(Notes.create({ noteId: other, text: 'other' }), impossible),
        writeIf(Notes.patch({ noteId }).add({ count: 1 }), impossible, {
          contended: { after, instead: () => 'given up' },
        }),
      ],
      'counted',
    );
    expect(answer).toBe(outcome);
    expect(await readNote(noteId)).toMatchObject({ count });
    expect(Boolean(await readNote(other))).toBe(count === 1);
  });

  it('tells which of several conditions failed', async () => {
    const noteId = newNoteId();
    const attempt = commitOf()(
      [
        writeIf(Notes.create({ noteId: newNoteId(), text: 'a' }), handleTaken),
        condition(
          check(Notes, { noteId }).where(({ noteId: is }, { exists }) => exists(is)),
          postNotFound,
        ),
      ],
      null,
    );
    await expect(attempt).rejects.toEqual(refusal('sns.post_not_found'));
  });

  it('treats a failed condition that always holds as a fault of ours', async () => {
    const noteId = newNoteId();
    const create = () =>
      commitOf()([writeIf(Notes.create({ noteId, text: 'a' }), impossible)], null);
    await create();
    await expect(create()).rejects.toThrow('always holds');
  });

  it('stamps who wrote last and for what, and keeps the stamp when only a key is removed', async () => {
    const noteId = newNoteId();
    await commitOf()([writeIf(Notes.create({ noteId, text: 'a' }), impossible)], null);
    const stampOf = async () => {
      const { data } = await Notes.get({ noteId }).go({ consistent: true, data: 'raw' });
      return (data as unknown as { Item: Record<string, unknown> }).Item;
    };
    expect(await stampOf()).toMatchObject({ writtenBy: 'usr_test' });
    const later = createCommit({ actor: 'usr_other', now });
    await later([writeIf(Notes.patch({ noteId }).remove(['count']), impossible)], null);
    expect(await stampOf()).toMatchObject({ writtenBy: 'usr_other' });
    const served = { functionId: 'test.edit', requestId: 'message-1', correlationId: 'request-1' };
    await traced(served, () =>
      later([writeIf(Notes.patch({ noteId }).set({ text: 'b' }), impossible)], null),
    );
    expect(await stampOf()).toMatchObject({ writtenBy: 'usr_other', correlationId: 'request-1' });
  });

  it('answers at once when there is nothing to write', async () => {
    expect(await commitOf()([], 'unchanged')).toBe('unchanged');
  });

  it('counts exactly under concurrency, alone and with other writes', async () => {
    const noteId = newNoteId();
    await commitOf()([writeIf(Notes.create({ noteId, text: 'a' }), impossible)], null);
    const add = (index: number) => {
      const writes = [writeIf(Notes.patch({ noteId }).add({ count: 1 }), impossible)];
      if (index % 2)
        writes.push(writeIf(Notes.create({ noteId: newNoteId(), text: 'edge' }), impossible));
      return commitOf()(writes, 'counted');
    };
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => add(index)));
    expect(outcomes).toEqual(Array.from({ length: 40 }, () => 'counted'));
    expect(await readNote(noteId)).toMatchObject({ count: 40 });
  });

  it('lets exactly one of many concurrent versions through', async () => {
    const noteId = newNoteId();
    await commitOf()([writeIf(Notes.create({ noteId, text: 'a' }), impossible)], null);
    const edit = (text: string) =>
      commitOf()(
        [
          writeIf(
            Notes.patch({ noteId })
              .set({ text, version: 2 })
              .where(({ version }, { eq }) => eq(version, 1)),
            () => 'too late',
          ),
        ],
        'mine',
      );
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => edit(`${index}`)));
    expect(outcomes.filter((outcome) => outcome === 'mine')).toHaveLength(1);
    expect(await readNote(noteId)).toMatchObject({
      text: String(outcomes.indexOf('mine')),
      version: 2,
    });
  });
});

describeInProcess('commit of something that happens once', () => {
  const createNote = (noteId: string, one: Once, outcome: unknown, time = now) =>
    commitOf(one, time)([writeIf(Notes.create({ noteId, text: 'a' }), handleTaken)], outcome);

  it('answers the first outcome to a repeat and writes nothing', async () => {
    const one = once();
    const [first, second] = [newNoteId(), newNoteId()];
    expect(await createNote(first, one, { noteId: first })).toEqual({ noteId: first });
    const replayed: unknown[] = [];
    const repeat = createCommit({
      actor: 'usr_test',
      now,
      once: one,
      onReplay: (outcome) => replayed.push(outcome),
    });
    const outcome = await repeat(
      [writeIf(Notes.create({ noteId: second, text: 'b' }), impossible)],
      {
        noteId: second,
      },
    );
    expect(outcome).toEqual({ noteId: first });
    expect(replayed).toEqual([{ noteId: first }]);
    expect(await readNote(second)).toBeNull();
  });

  it('answers the first outcome even where its own effect is in the way', async () => {
    const one = once();
    const noteId = newNoteId();
    await createNote(noteId, one, 'first');
    expect(await createNote(noteId, one, 'second')).toBe('first');
  });

  it('answers its own outcome to a repeat when only the fact is kept', async () => {
    const one = once({ keepOutcome: false });
    const noteId = newNoteId();
    await createNote(noteId, one, 'first');
    expect(await createNote(noteId, one, 'second')).toBe('second');
  });

  it('refuses another request under the same key', async () => {
    const one = once();
    await createNote(newNoteId(), one, 'first');
    const other = newNoteId();
    await expect(
      createNote(other, { ...one, fingerprint: 'another request' }, 'second'),
    ).rejects.toEqual(refusal('request.idempotency_key_reused'));
    expect(await readNote(other)).toBeNull();
  });

  it.each([
    ['scope', (one: Once) => ({ ...one, scope: 'request:test:somebody else' })],
    ['key', (one: Once) => ({ ...one, key: `${one.key}x` })],
  ])('keeps requests apart by %s', async (_, change) => {
    const one = once();
    await createNote(newNoteId(), one, 'first');
    expect(await createNote(newNoteId(), change(one), 'second')).toBe('second');
  });

  it('has one effect when fifty come at once', async () => {
    const one = once();
    const ids = Array.from({ length: 50 }, newNoteId);
    const answers = await Promise.all(ids.map((noteId) => createNote(noteId, one, noteId)));
    expect(new Set(answers).size).toBe(1);
    const notes = await Promise.all(ids.map(readNote));
    expect(notes.filter(Boolean)).toEqual([expect.objectContaining({ noteId: answers[0] })]);
  });

  it('forgets after the time it is kept', async () => {
    const one = once();
    await createNote(newNoteId(), one, 'first');
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    expect(await createNote(newNoteId(), one, 'second', later(24 * 3600 - 1))).toBe('first');
    expect(await createNote(newNoteId(), one, 'third', later(24 * 3600))).toBe('third');
  });

  it('is not used up by a refusal', async () => {
    const one = once();
    const noteId = newNoteId();
    await createNote(noteId, once(), 'somebody else');
    await expect(createNote(noteId, one, 'refused')).rejects.toEqual(
      refusal('identity.handle_taken'),
    );
    expect(await createNote(newNoteId(), one, 'accepted')).toBe('accepted');
  });

  it('commits once in a call', async () => {
    const commit = commitOf(once());
    await commit([writeIf(Notes.create({ noteId: newNoteId(), text: 'a' }), impossible)], null);
    const again = commit(
      [writeIf(Notes.create({ noteId: newNoteId(), text: 'b' }), impossible)],
      null,
    );
    await expect(again).rejects.toThrow('commits once');
  });
});
