import fc from 'fast-check';
import { type Entry, mergeNewest, type Source } from '../../../lib/sns/posts/merge.ts';

const entryOf = (number: number): Entry => {
  const id = String(number).padStart(4, '0');
  return { postId: `post_${id}`, authorId: `usr_${id}` };
};

const newestFirst = (numbers: readonly number[]) =>
  [...new Set(numbers)].toSorted((one, other) => other - one).map(entryOf);

const knownPart = (all: readonly Entry[], known: number): Source => ({
  entries: all.slice(0, known),
  isExhausted: known >= all.length,
});

const lists = fc.array(
  fc.record({
    numbers: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 }),
    known: fc.integer({ min: 0, max: 10 }),
  }),
  { maxLength: 6 },
);

describe('mergeNewest', () => {
  it('answers the newest of all lists once each, reading on only where it must', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 30 }), (given, count) => {
        const all = given.map(({ numbers }) => newestFirst(numbers));
        const known = given.map((list) => list.known);
        const merge = () =>
          mergeNewest(
            all.map((entries, index) => knownPart(entries, known[index] ?? 0)),
            count,
          );
        let merged = merge();
        while (merged.blocking.length > 0) {
          for (const index of merged.blocking) {
            expect(known[index]).toBeLessThan(all[index]?.length ?? 0);
            known[index] = (known[index] ?? 0) + 1;
          }
          merged = merge();
        }
        const expected = newestFirst(given.flatMap(({ numbers }) => numbers)).slice(0, count);
        expect(merged.entries).toEqual(expected);
      }),
    );
  });

  it('does not wait for a list that is known deep enough', () => {
    const deep = { entries: newestFirst([9, 7, 1]), isExhausted: false };
    const shallow = { entries: newestFirst([8, 6]), isExhausted: false };
    expect(mergeNewest([deep, shallow], 4).blocking).toEqual([]);
    expect(mergeNewest([deep, shallow], 5).blocking).toEqual([1]);
    expect(mergeNewest([deep, shallow], 6).blocking).toEqual([0, 1]);
  });
});
