/**
 * Lets at most `count` works run at the same time; the others wait their turn.
 *
 * @example
 * const inLane = createLanes(2);
 * const hash = await inLane(() => derive(password));
 */
export function createLanes(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
