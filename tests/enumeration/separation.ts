/**
 * How well a threshold tells two samples apart: the area under the ROC curve, whichever of them is
 * the larger. 0.5 when not at all, 1 when perfectly.
 */
export function separation(some: readonly number[], others: readonly number[]): number {
  let larger = 0;
  for (const one of some) {
    for (const other of others) larger += one > other ? 1 : one === other ? 0.5 : 0;
  }
  const auc = larger / (some.length * others.length);
  return Math.max(auc, 1 - auc);
}
