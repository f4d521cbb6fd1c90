import { config } from '../config.ts';
import type { RateLimit } from './route.ts';

/** What a limited answer tells: https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html */
export interface RateState {
  limit: RateLimit;
  /** Requests left at once. */
  remaining: number;
  /** Seconds until the bucket is full again. */
  resetSeconds: number;
}

/** Requests that fit into a bucket. */
export const burstOf = (limit: RateLimit) =>
  Math.max(1, Math.round(limit.burst * config.rateLimitFactor));
export const millisecondsPerRequest = (limit: RateLimit) =>
  60_000 / (limit.perMinute * config.rateLimitFactor);

/** `RateLimit` and `RateLimit-Policy`. */
export function rateHeaders(states: readonly RateState[]): Record<string, string> {
  if (states.length === 0) return {};
  return {
    ratelimit: states
      .map(
        ({ limit, remaining, resetSeconds }) => `"${limit.name}";r=${remaining};t=${resetSeconds}`,
      )
      .join(', '),
    'ratelimit-policy': states
      .map(({ limit }) => {
        const seconds = Math.ceil((burstOf(limit) * millisecondsPerRequest(limit)) / 1000);
        return `"${limit.name}";q=${burstOf(limit)};w=${seconds}`;
      })
      .join(', '),
  };
}
