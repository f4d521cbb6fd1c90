import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { AppError } from '../errors/app-error.ts';
import { rateLimited } from '../errors/request-errors.ts';
import { find } from '../model/read.ts';
import { burstOf, millisecondsPerRequest, type RateState, rateHeaders } from './rate-headers.ts';
import { RateBuckets } from './rate-limit.entity.ts';
import type { RateLimit } from './route.ts';

/**
 * Takes one request from the bucket of `subject`.
 *
 * @throws AppError `request.rate_limited` with `Retry-After` when it is empty
 */
export async function takeFromBucket(
  routeId: string,
  limit: RateLimit,
  subject: string,
  now: Date,
): Promise<RateState> {
  const bucket = createHash('sha256')
    .update(JSON.stringify([limit.shared ? null : routeId, limit.name, subject]))
    .digest('base64url');
  const cost = millisecondsPerRequest(limit);
  const capacity = burstOf(limit) * cost;
  const time = now.getTime();
  // Buckets of addresses take the same work, one read and one write, whether they were used before or
  // not: a difference could be measured and would tell who signs in. Others are mostly full.
  const mayBeFull = limit.by !== 'email' || (await isFull(bucket, capacity, time));
  const drawn = mayBeFull ? await drawFromFull(bucket, cost, capacity, time) : undefined;
  const fullAt = drawn ?? (await drawFromPartial(bucket, cost, capacity, time));
  const left = capacity - (fullAt - time);
  // What was refused was not drawn.
  const missing = Math.min(fullAt - time, capacity);
  const state: RateState = {
    limit,
    remaining: Math.max(0, Math.floor(left / cost)),
    resetSeconds: Math.max(0, Math.ceil(missing / 1000)),
  };
  if (left >= 0) return state;
  throw new AppError(rateLimited, {
    retryAfterSeconds: -left / 1000,
    headers: rateHeaders([state]),
  });
}

/** More than clocks differ. */
const maxSkewMilliseconds = 60_000;

/** A bucket that says later is not of this time. */
const latestFullAt = (time: number, capacity: number) => time + capacity + maxSkewMilliseconds;

/**
 * Draws when the bucket is full or new; `undefined` when it is neither. A bucket emptier than empty
 * is from another time, before the clock was set back or the limit raised: it is new as well.
 */
async function drawFromFull(bucket: string, cost: number, capacity: number, time: number) {
  const fullAt = time + cost;
  const impossible = latestFullAt(time, capacity);
  try {
    await RateBuckets.put({ bucket, fullAt, expiresAt: expiry(time, capacity) })
      .where(
        (was, { notExists, lte, gt }) =>
          `${notExists(was.fullAt)} OR ${lte(was.fullAt, time)} OR ${gt(was.fullAt, impossible)}`,
      )
      .go();
    return fullAt;
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** Whether {@link drawFromFull} would have drawn when it was looked at. */
async function isFull(bucket: string, capacity: number, time: number): Promise<boolean> {
  const found = await find(RateBuckets, { bucket });
  return !found || found.fullAt <= time || found.fullAt > latestFullAt(time, capacity);
}

/** Draws when enough is left; answers the time at which it would be full had it been drawn. */
async function drawFromPartial(bucket: string, cost: number, capacity: number, time: number) {
  try {
    const { data } = await RateBuckets.update({ bucket })
      .add({ fullAt: cost })
      .set({ expiresAt: expiry(time, capacity) })
      .where((was, { lte }) => lte(was.fullAt, time + capacity - cost))
      .go({ response: 'all_new' });
    return data.fullAt ?? time + cost;
  } catch (error) {
    if (!isRefused(error)) throw error;
    const found = await find(RateBuckets, { bucket });
    return Math.max((found?.fullAt ?? time) + cost, time + capacity + 1);
  }
}

const expiry = (time: number, capacity: number) => Math.ceil((time + capacity) / 1000) + 60;

/** ElectroDB wraps what DynamoDB throws. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof ConditionalCheckFailedException ||
    (error instanceof Error && error.cause instanceof ConditionalCheckFailedException)
  );
}
