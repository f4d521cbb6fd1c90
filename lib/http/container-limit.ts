import { createHash } from 'node:crypto';
import { AppError } from '../errors/app-error.ts';
import { rateLimited } from '../errors/request-errors.ts';
import { burstOf, millisecondsPerRequest, type RateState, rateHeaders } from './rate-headers.ts';
import type { RateLimit } from './route.ts';

/** By the hash of a limit and whom it limits: when its bucket is full again, epoch milliseconds. */
const buckets = new Map<string, number>();

/** Some two megabytes; who has not come for longest is forgotten first. */
const mostBuckets = 10_000;

/**
 * Takes one request from the bucket of `subject` in this container alone, without asking the table.
 * Each container counts for itself, so that the limit is exact for none and bounds what one can do
 * with all of them.
 *
 * @throws AppError `request.rate_limited` with `Retry-After` when it is empty
 */
export function takeInContainer(
  routeId: string,
  limit: RateLimit,
  subject: string,
  now: Date,
): RateState {
  const bucket = createHash('sha256')
    .update(JSON.stringify([limit.shared ? null : routeId, limit.name, subject]))
    .digest('base64url');
  const cost = millisecondsPerRequest(limit);
  const capacity = burstOf(limit) * cost;
  const time = now.getTime();
  const known = buckets.get(bucket) ?? time;
  // One that is emptier than empty is from before the clock was set back.
  const before = known > time + capacity ? time : Math.max(known, time);
  const fullAt = before + cost;
  const isGiven = fullAt <= time + capacity;
  buckets.delete(bucket);
  buckets.set(bucket, isGiven ? fullAt : before);
  const [oldest] = buckets.keys();
  if (buckets.size > mostBuckets && oldest !== undefined) buckets.delete(oldest);
  const left = capacity - (fullAt - time);
  const state: RateState = {
    limit,
    remaining: Math.max(0, Math.floor(left / cost)),
    resetSeconds: Math.ceil(((isGiven ? fullAt : before) - time) / 1000),
  };
  if (isGiven) return state;
  throw new AppError(rateLimited, {
    retryAfterSeconds: -left / 1000,
    headers: rateHeaders([state]),
  });
}
