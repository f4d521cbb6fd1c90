import { isUsual } from '../../../lib/files/upkeep/orphan-brake.ts';

it.each([
  [0, 0, true],
  [5, 1, true],
  [20, 20, true],
  [21, 21, false],
  [2000, 20, true],
  [2000, 21, false],
  [2100, 21, true],
  [2199, 22, false],
  [50_000, 500, true],
  [50_000, 501, false],
  [100_000, 1000, true],
  [100_000, 1001, false],
  [10_000_000, 1000, true],
  [10_000_000, 1001, false],
])('of %d objects %d may be without a file: %p', (objects, orphans, expected) => {
  expect(isUsual({ objects, orphans })).toBe(expected);
});
