import fc from 'fast-check';
import {
  type AuditEntry,
  type AuditList,
  type ReadShard,
  readDown,
} from '../../../lib/platform/audit/read-down.ts';

/** What a page may cost. */
const mostRequests = 24;

const idOf = (number: number) => `evt_${String(number).padStart(4, '0')}`;

/** An entry of a list; a filter may leave it out. */
interface Planted {
  number: number;
  shard: number;
  isWanted: boolean;
}

/** Lists that follow each other, each of a hundred ids, the newest first. */
const planted = fc.record({
  shards: fc.constantFrom(1, 8),
  lists: fc.array(
    fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 99 }),
        shard: fc.nat(7),
        isWanted: fc.boolean(),
      }),
      { selector: ({ number }) => number, maxLength: 40 },
    ),
    { minLength: 1, maxLength: 14 },
  ),
});

/** A table of these lists, which counts how often it is asked. */
function tableOf({ shards, lists }: { shards: number; lists: readonly Planted[][] }) {
  let requests = 0;
  const bases = lists.map((_, index) => (lists.length - 1 - index) * 100);
  const listsUpTo = (newest: string): AuditList[] =>
    lists.flatMap((entries, index) => {
      const base = bases[index] ?? 0;
      if (idOf(base) >= newest) return [];
      const readerOf = (shard: number): ReadShard => {
        const own = entries
          .filter((entry) => entry.shard % shards === shard)
          .map(({ number, isWanted }) => ({ entryId: idOf(base + number), isWanted }))
          .filter(({ entryId }) => entryId <= newest)
          .sort((one, other) => (one.entryId < other.entryId ? 1 : -1));
        return async (wanted, cursor) => {
          requests += 1;
          const begin = Number(cursor ?? 0);
          const read = own.slice(begin, begin + wanted);
          const last = read.at(-1);
          return {
            entries: read
              .filter(({ isWanted }) => isWanted)
              .map(({ entryId }) => ({ entryId }) as AuditEntry),
            next:
              read.length === wanted && last
                ? { cursor: String(begin + wanted), entryId: last.entryId }
                : null,
          };
        };
      };
      return {
        oldest: idOf(base),
        shards: Array.from({ length: shards }, (_one, shard) => readerOf(shard)),
      };
    });
  return {
    all: lists
      .flatMap((entries, index) =>
        entries
          .filter(({ isWanted }) => isWanted)
          .map(({ number }) => idOf((bases[index] ?? 0) + number)),
      )
      .sort()
      .reverse(),
    async read(newest: string, wanted: number) {
      requests = 0;
      return { ...(await readDown(listsUpTo(newest), wanted)), requests };
    },
  };
}

describe('readDown', () => {
  it('answers each entry once, the newest first, for few requests at a time', async () => {
    await fc.assert(
      fc.asyncProperty(planted, fc.integer({ min: 3, max: 12 }), async (given, wanted) => {
        const table = tableOf(given);
        const found: string[] = [];
        let newest = idOf(9999);
        for (let page = 0; page < 2000; page++) {
          const { entries, readTo, requests } = await table.read(newest, wanted);
          expect(requests).toBeLessThanOrEqual(mostRequests);
          const ids = entries.map(({ entryId }) => entryId).filter((id) => id !== newest);
          found.push(...ids);
          const next = entries.length === wanted ? ids.at(-1) : readTo;
          if (!next) break;
          expect(next < newest).toBe(true);
          newest = next;
        }
        expect(found).toEqual(table.all);
      }),
      { numRuns: 300 },
    );
  });

  it('reads no list that it does not need', async () => {
    const entries = [3, 2, 1].map((number) => ({ number, shard: number, isWanted: true }));
    const table = tableOf({ shards: 8, lists: [entries, entries] });
    const { entries: found, requests } = await table.read(idOf(9999), 3);
    expect(found.map(({ entryId }) => entryId)).toEqual([103, 102, 101].map(idOf));
    expect(requests).toBe(8);
  });

  it('ends a page of empty lists at the third, and says down to where they are empty', async () => {
    const table = tableOf({ shards: 8, lists: [[], [], [], [], []] });
    const page = await table.read(idOf(9999), 3);
    expect(page).toEqual({ entries: [], readTo: idOf(200), requests: 24 });
  });
});
