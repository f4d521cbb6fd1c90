/** Tells who waits for quiet what runs. */
export interface Activity {
  /** What runs now. */
  readonly running: number;
  /** Grows with each beginning and each end. */
  readonly changes: number;
  /** Counts a run until the function that it answers is called. */
  begin(): () => void;
  /** Resolves at the next beginning or end, after `milliseconds` at the latest. */
  next(milliseconds: number): Promise<void>;
}

export function createActivity(): Activity {
  let running = 0;
  let changes = 0;
  let waiting: (() => void)[] = [];
  const change = (by: 1 | -1) => {
    running += by;
    changes += 1;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  return {
    get running() {
      return running;
    },
    get changes() {
      return changes;
    },
    begin() {
      change(1);
      return () => change(-1);
    },
    next: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
