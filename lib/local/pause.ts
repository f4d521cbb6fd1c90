import { setTimeout as timer } from 'node:timers/promises';

/** Waits `milliseconds`, or until `signal` says that there is nothing to wait for. Never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await timer(milliseconds, undefined, { signal }).catch(() => undefined);
}
