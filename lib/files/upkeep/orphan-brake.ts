/** What was counted in the bucket. */
export interface ObjectCounts {
  /** All objects. */
  objects: number;
  /** Those that no file needs, and that are old enough to go. */
  orphans: number;
}

const largestShare = 0.01;
const most = 1000;

/**
 * So few may always go, or nothing ever would in a small store: one forgotten upload of five objects is a
 * fifth. A night leaves a handful, and so few are soon brought back from the versions of the bucket.
 */
const alwaysFew = 20;

/**
 * Whether so many orphans are what uploads and deletions leave behind. More than a hundredth of the objects,
 * or than 1,000, look like a table that was restored to an earlier time, or like a fault: what no item
 * names may then be newer than the items.
 */
export const isUsual = ({ objects, orphans }: ObjectCounts): boolean =>
  orphans <= Math.max(alwaysFew, Math.min(most, objects * largestShare));
