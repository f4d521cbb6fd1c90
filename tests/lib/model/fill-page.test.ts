import fc from 'fast-check';
import { fillPage, readLimits } from '../../../lib/model/fill-page.ts';

/** A list of numbers of which only some are shown, and what was asked of it. */
function listOf(numbers: readonly number[], isShown: (number: number) => boolean) {
  const asked: number[] = [];
  const sparse = {
    find: async (limit: number, after: string | undefined) => {
      asked.push(limit);
      const start = after === undefined ? 0 : numbers.indexOf(Number(after)) + 1;
      return numbers.slice(start, start + limit);
    },
    positionOf: String,
    present: async (entries: readonly number[]) =>
      entries.map((entry) => (isShown(entry) ? entry : undefined)),
  };
  return { asked, sparse };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('fillPage', () => {
  it('shows everything once, in pages that are full unless their budget ends them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 300 }),
        fc.integer({ min: 1, max: 100 }),
        async (shown, limit) => {
          const numbers = upTo(shown.length);
          const { sparse } = listOf(numbers, (number) => shown[number - 1] === true);
          const seen: number[] = [];
          let after: string | undefined;
          for (;;) {
            const { items, nextCursor } = await fillPage(sparse, { limit, after });
            seen.push(...items);
            if (nextCursor === null) break;
            const read = Number(nextCursor) - Number(after ?? 0);
            if (read < readLimits.budget) expect(items).toHaveLength(limit);
            after = nextCursor;
          }
          expect(seen).toEqual(numbers.filter((number) => shown[number - 1]));
        },
      ),
    );
  });

  it('looks at one entry more than it shows where nothing is hidden', async () => {
    const { asked, sparse } = listOf(upTo(50), () => true);
    expect(await fillPage(sparse, { limit: 20, after: undefined })).toEqual({
      items: upTo(20),
      nextCursor: '20',
    });
    expect(asked).toEqual([21]);
  });

  it('looks ever further ahead where much is hidden, until its budget is spent', async () => {
    for (const limit of [1, 20, 100]) {
      const { asked, sparse } = listOf(upTo(5000), () => false);
      expect(await fillPage(sparse, { limit, after: undefined })).toEqual({
        items: [],
        nextCursor: String(readLimits.budget),
      });
      const looked = asked.map((size) => size - 1);
      expect(looked.reduce((sum, size) => sum + size)).toBe(readLimits.budget);
      expect(looked.length).toBeLessThanOrEqual(6);
    }
  });
});
