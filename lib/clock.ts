let offsetMilliseconds = 0;

/** The present time as handlers and workers see it. */
export function now(): Date {
  return new Date(Date.now() + offsetMilliseconds);
}

/** Moves the clock of this process; 0 is real time. Only the local stack does this. */
export function setClockOffset(milliseconds: number): void {
  offsetMilliseconds = milliseconds;
}
