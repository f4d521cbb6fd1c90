import type { Page, PageRequest } from '../schema/page.ts';

/** An index of which some entries lead to nothing that is shown. */
export interface SparseList<Entry, View> {
  /** At most `limit` entries behind a position, in their order. */
  find: (limit: number, after: string | undefined) => Promise<Entry[]>;
  positionOf: (entry: Entry) => string;
  /** What is shown of each of a hundred entries at most; nothing of those that are hidden. */
  present: (entries: readonly Entry[]) => Promise<readonly (View | null | undefined)[]>;
}

const mostTogether = 100;
/** Some 2,000 entries: what is read within a request when next to all of them are hidden. */
const mostRounds = 24;

/** A page of what is shown: looks ever further ahead while what it finds is hidden. */
export async function fillPage<Entry, View>(
  { find, positionOf, present }: SparseList<Entry, View>,
  { limit, after }: PageRequest,
): Promise<Page<View>> {
  const items: View[] = [];
  let position = after;
  for (let round = 0; round < mostRounds; round++) {
    const size = Math.min(mostTogether, (limit - items.length) * 4 ** round);
    const found = await find(size + 1, position);
    const entries = found.slice(0, size);
    const views = await present(entries);
    for (const [index, entry] of entries.entries()) {
      position = positionOf(entry);
      const view = views[index];
      if (view && items.push(view) === limit) {
        return { items, nextCursor: index + 1 < found.length ? position : null };
      }
    }
    if (found.length <= size) return { items, nextCursor: null };
  }
  return { items, nextCursor: position ?? null };
}
