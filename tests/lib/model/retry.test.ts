import { createCommit } from '../../../lib/model/commit.ts';
import { retry, retryFrom } from '../../../lib/model/retry.ts';
import { writeIf } from '../../../lib/model/write.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { Notes, newNoteId, readNote } from './notes.entity.ts';

describe('retry', () => {
  it('attempts once where nobody is in the way', async () => {
    const attempt = jest.fn(async () => 'done');
    expect(await retry(attempt)).toBe('done');
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it.each([1, 3])(
    'gives up after %i attempts, with an error that a client can act on',
    async (times) => {
      const attempt = jest.fn((again: () => Promise<string>) => again());
      const refusal = await retry(attempt, times).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 'request.dependency_unavailable',
        headers: { 'retry-after': '1' },
      });
      expect((refusal as Error).cause).toEqual(new Error(`Others were faster ${times} times`));
      expect(attempt).toHaveBeenCalledTimes(times);
    },
  );

  it('passes on what an attempt throws', async () => {
    const attempt = jest.fn(() => Promise.reject(new Error('broken')));
    await expect(retry(attempt)).rejects.toThrow('broken');
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('tells the next attempt what one has found', async () => {
    const seen: number[] = [];
    const last = await retryFrom(1, async (state: number, again): Promise<number> => {
      seen.push(state);
      return state < 4 ? again(state * 2) : state;
    });
    expect([last, seen]).toEqual([4, [1, 2, 4]]);
  });
});

describeInProcess('retry of a commit', () => {
  it('stands on what others have written meanwhile', async () => {
    const noteId = newNoteId();
    const now = new Date();
    const commit = createCommit({ actor: 'usr_test', now });
    await Notes.put({ noteId, text: 'a' }).go();
    const edit = (text: string) =>
      retry<string>(async (again) => {
        const { version = 0 } = (await readNote(noteId)) ?? {};
        const change = Notes.patch({ noteId })
          .set({ text, version: version + 1 })
          .where((is, { eq }) => eq(is.version, version));
        return commit([writeIf(change, again)], text);
      });
    const texts = ['b', 'c', 'd', 'e'];
    expect(await Promise.all(texts.map(edit))).toEqual(texts);
    expect(await readNote(noteId)).toMatchObject({ version: 5 });
  });
});
