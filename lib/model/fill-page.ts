import type { Page, PageRequest } from '../schema/page.ts';

/** An index of which some entries lead to nothing that is shown. */
export interface SparseList<Entry, View> {
  /** At most `limit` entries behind a position, in their order. */
  find: (limit: number, after: string | undefined) => Promise<Entry[]>;
  positionOf: (entry: Entry) => string;
  /** What is shown of each of a hundred entries at most; nothing of those that are hidden. */
  present: (entries: readonly Entry[]) => Promise<readonly (View | null | undefined)[]>;
  /** Entries that a page looks at; {@link readBudget} unless the entries themselves tell most. */
  budget?: number;
}

/** Entries that are looked at together. */
export const mostTogether = 100;

/**
 * Entries that a page looks at, also when next to all of them are hidden: somebody else decides how
 * many these are. A page that ends by it is short, and says where to go on.
 */
export const readBudget = 200;

/**
 * How many entries to look at next: ever more while what is found is hidden, 0 once the budget is
 * spent.
 */
export const nextSize = (
  missing: number,
  round: number,
  read: number,
  budget = readBudget,
): number => Math.min(mostTogether, missing * 4 ** round, budget - read);

/** A page of what is shown: looks ever further ahead while what it finds is hidden, within its budget. */
export async function fillPage<Entry, View>(
  { find, positionOf, present, budget = readBudget }: SparseList<Entry, View>,
  { limit, after }: PageRequest,
): Promise<Page<View>> {
  const items: View[] = [];
  let position = after;
  let read = 0;
  for (let round = 0; ; round++) {
    const size = nextSize(limit - items.length, round, read, budget);
    if (size === 0) return { items, nextCursor: position ?? null };
    read += size;
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
}
