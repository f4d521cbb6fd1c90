/** How long a deleted account can be had back by signing in. */
export const graceDays = 30;

const graceMilliseconds = graceDays * 24 * 3600 * 1000;

/** When an account that was deleted at `deletedAt` (RFC 3339) may be purged. */
export const purgeTime = (deletedAt: string): Date =>
  new Date(new Date(deletedAt).getTime() + graceMilliseconds);

/** The latest `deletedAt` (RFC 3339) of an account that may be purged at `now`. */
export const purgeableUntil = (now: Date): string =>
  new Date(now.getTime() - graceMilliseconds).toISOString();
