import type { Page, PageRequest } from '../schema/page.ts';

/** An index of which some entries lead to nothing that is shown. */
export interface SparseList<Entry, View> {
  /** At most `limit` entries behind a position, in their order. */
  find: (limit: number, after: string | undefined) => Promise<Entry[]>;
  positionOf: (entry: Entry) => string;
  /** What is shown of each of these entries; nothing of those that are hidden. */
  present: (entries: readonly Entry[]) => Promise<readonly (View | null | undefined)[]>;
  /** Of entries that tell by themselves whether they are shown: more of them can be looked at. */
  limits?: ReadLimits;
}

/** How many entries are looked at. */
export interface ReadLimits {
  /** At once, at most. */
  together: number;
  /** For a page. */
  budget: number;
}

/**
 * Of entries of which something else must be read. A page looks at no more also when next to all are
 * hidden: somebody else decides how many these are. One that ends by it is short, and says where to go
 * on.
 */
export const readLimits: ReadLimits = { together: 100, budget: 200 };

/**
 * How many entries to look at next: ever more while what is found is hidden, 0 once the budget is
 * spent.
 */
export const nextSize = (
  missing: number,
  round: number,
  read: number,
  { together, budget } = readLimits,
): number => Math.min(together, missing * 4 ** round, budget - read);

/** What a page weighs at most: Lambda answers six megabytes. */
const largestPageBytes = 4_000_000;

const weightOf = (view: unknown): number => Buffer.byteLength(JSON.stringify(view));

/** The first of these that are one page: as many as are not too heavy together, and one at least. */
export function fitting<View>(views: readonly View[]): View[] {
  let bytes = 0;
  return views.filter((view, index) => {
    bytes += weightOf(view);
    return index === 0 || bytes <= largestPageBytes;
  });
}

/**
 * A page of what is shown: looks ever further ahead while what it finds is hidden, within its budget.
 * It ends early where more would be too heavy.
 */
export async function fillPage<Entry, View>(
  { find, positionOf, present, limits = readLimits }: SparseList<Entry, View>,
  { limit, after }: PageRequest,
): Promise<Page<View>> {
  const items: View[] = [];
  let position = after;
  let read = 0;
  let bytes = 0;
  for (let round = 0; ; round++) {
    const size = nextSize(limit - items.length, round, read, limits);
    if (size === 0) return { items, nextCursor: position ?? null };
    read += size;
    const found = await find(size + 1, position);
    const entries = found.slice(0, size);
    const views = await present(entries);
    for (const [index, entry] of entries.entries()) {
      const view = views[index];
      if (view) bytes += weightOf(view);
      const isTooHeavy = bytes > largestPageBytes && items.length > 0;
      if (isTooHeavy) return { items, nextCursor: position ?? null };
      position = positionOf(entry);
      if (view && items.push(view) === limit) {
        return { items, nextCursor: index + 1 < found.length ? position : null };
      }
    }
    if (found.length <= size) return { items, nextCursor: null };
  }
}
