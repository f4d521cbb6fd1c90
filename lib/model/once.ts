import { createHash } from 'node:crypto';
import { keyedHashes, open, seal } from '../crypto/seal.ts';
import { AppError } from '../errors/app-error.ts';
import { idempotencyInProgress, idempotencyKeyReused } from '../errors/request-errors.ts';
import { OnceRecords } from './once.entity.ts';
import { type Write, writeIf } from './write.ts';

/** Something that must have its effect once, however often it is asked for. */
export interface Once {
  /** What is done and for whom: `request:<route>:<caller>`, `message:<queue>`, `slot:<task>`. */
  scope: string;
  /** Idempotency key, event id or slot. */
  key: string;
  /** The request itself; a different one under the same key is refused with 422. */
  fingerprint: string;
  keepSeconds: number;
  /** Keep the outcome for repeats (requests), or only the fact (messages, slots). */
  keepOutcome: boolean;
}

export interface Done {
  outcome: unknown;
}

const sealPurpose = 'once';

const hash = (...parts: string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

export const onceKey = (once: Once) => hash(once.scope, once.key);

/**
 * Hashes by which a request is recognised, the newest first. A request's body may hold a password,
 * which a plain hash would lay open to guessing; messages and slots hold no secret.
 */
async function fingerprintsOf({ keepOutcome, fingerprint }: Once): Promise<string[]> {
  return keepOutcome ? keyedHashes(sealPurpose, fingerprint) : [hash(fingerprint)];
}

/** What came of it before, or `undefined` when it has not been done within the time it is kept. */
export async function findDone(once: Once, now: Date): Promise<Done | undefined> {
  const { data } = await OnceRecords.get({ key: onceKey(once) }).go({ consistent: true });
  if (!data || data.expiresAt * 1000 <= now.getTime()) return undefined;
  if (!(await fingerprintsOf(once)).includes(data.fingerprint)) {
    throw new AppError(idempotencyKeyReused);
  }
  if (data.outcome === undefined) return { outcome: undefined };
  const { outcome } = JSON.parse(await open(sealPurpose, data.key, data.outcome)) as Done;
  return { outcome };
}

/** The write that records `outcome`; refused when somebody recorded one before. */
export async function recordDone(once: Once, outcome: unknown, now: Date): Promise<Write<never>> {
  const seconds = Math.floor(now.getTime() / 1000);
  const key = onceKey(once);
  const [fingerprint = ''] = await fingerprintsOf(once);
  return writeIf(
    OnceRecords.put({
      key,
      fingerprint,
      expiresAt: seconds + once.keepSeconds,
      ...(once.keepOutcome && {
        outcome: await seal(sealPurpose, key, JSON.stringify({ outcome })),
      }),
    }).where(
      // TTL deletes late: an expired record must not stand in the way.
      ({ key: recorded, expiresAt }, { notExists, lte }) =>
        `${notExists(recorded)} OR ${lte(expiresAt, seconds)}`,
    ),
    idempotencyInProgress,
  );
}
