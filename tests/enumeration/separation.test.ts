import { separation } from './separation.ts';

describe('separation', () => {
  it.each<[number, number[], number[]]>([
    [0.5, [1, 2, 3], [1, 2, 3]],
    [1, [1, 2], [3, 4]],
    [1, [3, 4], [1, 2]],
    [0.75, [1, 3], [2, 4]],
  ])('is %d', (expected, some, others) => {
    expect(separation(some, others)).toBe(expected);
  });
});
