import { newId } from '../../../lib/ids.ts';
import { entity } from '../../../lib/model/entity.ts';
import { eachPage, newestFirst } from '../../../lib/model/pages.ts';
import { writeMany } from '../../../lib/model/write-many.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

/** An entity of no domain, many to a list. */
const Lines = entity('testLine', {
  attributes: {
    listId: { type: 'string', required: true },
    line: { type: 'number', required: true, padding: { length: 4, char: '0' } },
  },
  indexes: {
    lines: { pk: ['listId'], sk: ['line'] },
  },
});

async function newList(count: number): Promise<string> {
  const listId = newId('event', new Date());
  const lines = Array.from({ length: count }, (_, index) => index + 1);
  await writeMany(lines.map((line) => Lines.put({ listId, line })));
  return listId;
}

describeInProcess('eachPage', () => {
  /** Reads a list by twos, and keeps where each page began. */
  function readerOf(listId: string) {
    const cursors: (string | null)[] = [];
    const read = (cursor: string | null) => {
      cursors.push(cursor);
      return Lines.query.lines({ listId }).go({ limit: 2, cursor, consistent: true });
    };
    return { cursors, read };
  }

  it('goes through all pages, each read once', async () => {
    const { cursors, read } = readerOf(await newList(5));
    const pages: number[][] = [];
    for await (const page of eachPage(read)) pages.push(page.map(({ line }) => line));
    expect(pages).toEqual([[1, 2], [3, 4], [5]]);
    expect(cursors).toEqual([null, expect.any(String), expect.any(String)]);
    expect(new Set(cursors).size).toBe(3);
  });

  it('has one page, an empty one, where nothing is', async () => {
    const { cursors, read } = readerOf(await newList(0));
    const pages: unknown[] = [];
    for await (const page of eachPage(read)) pages.push(page);
    expect(pages).toEqual([[]]);
    expect(cursors).toEqual([null]);
  });

  it('reads no further than its reader goes', async () => {
    const { cursors, read } = readerOf(await newList(5));
    for await (const page of eachPage(read)) if (page.length > 0) break;
    expect(cursors).toEqual([null]);
  });

  it('ends as a page fails', async () => {
    const failure = new Error('The table is away');
    const pages = eachPage(() => Promise.reject(failure));
    await expect(pages.next()).rejects.toBe(failure);
  });
});

describeInProcess('newestFirst', () => {
  it.each([
    ['at the newest', undefined, [5, 4]],
    ['behind a position', '4', [3, 2]],
    ['behind the last but one', '2', [1]],
    ['behind the last', '1', []],
  ])('begins %s', async (_, after, expected) => {
    const listId = await newList(5);
    const found = await newestFirst(Lines.query.lines({ listId }), {
      limit: 2,
      after,
      keyOf: (line) => ({ line: Number(line) }),
      consistent: true,
    });
    expect(found.map(({ line }) => line)).toEqual(expected);
  });
});
