/** A post in a list before it is read. */
export interface Entry {
  postId: string;
  authorId: string;
}

/** A list of entries, newest first, of which the upper part is known. */
export interface Source {
  entries: readonly Entry[];
  /** Nothing follows below the known part. */
  isExhausted: boolean;
}

const aboveAll = '\uffff';

/**
 * Merges lists: the newest `count` different entries of all of them. Where the known part of a list
 * ends too early to say, its index is in `blocking` and the entries are not final.
 */
export function mergeNewest(
  sources: readonly Source[],
  count: number,
): { entries: Entry[]; blocking: number[] } {
  const distinct = new Map<string, Entry>();
  for (const { entries } of sources) {
    for (const entry of entries) distinct.set(entry.postId, entry);
  }
  const entries = [...distinct.values()].sort(newestFirst).slice(0, count);
  const last = (entries.length === count && entries.at(-1)?.postId) || '';
  const blocking = sources.flatMap((source, index) => (depthOf(source) > last ? [index] : []));
  return { entries, blocking };
}

/** The id down to which a list is known. */
function depthOf({ entries, isExhausted }: Source): string {
  return isExhausted ? '' : (entries.at(-1)?.postId ?? aboveAll);
}

function newestFirst(one: Entry, other: Entry): number {
  return one.postId < other.postId ? 1 : -1;
}
