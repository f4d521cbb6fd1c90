import { callerKey } from '../../caller.ts';
import { AppError } from '../../errors/app-error.ts';
import { invalidIdempotencyKey } from '../../errors/request-errors.ts';
import { findDone } from '../../model/once.ts';
import { canonicalBody } from '../canonical-body.ts';
import type { RouteDefinition } from '../route.ts';
import { type RouteMiddleware, stateOf } from './state.ts';

const keyPattern = /^[\x21-\x7e]{1,255}$/;
const keepSeconds = 24 * 3600;

/** Looks up the outcome that `Idempotency-Key` had before; the first one is kept by its commit. */
export function idempotency(route: RouteDefinition): RouteMiddleware {
  return {
    before: async ({ event }) => {
      const key = event.headers['idempotency-key'];
      if (!route.idempotent || key === undefined) return;
      if (!keyPattern.test(key)) throw new AppError(invalidIdempotencyKey);
      const state = stateOf(event);
      state.once = {
        scope: `request:${route.id}:${callerKey(state.caller)}`,
        key,
        fingerprint: JSON.stringify([
          event.rawPath,
          event.rawQueryString,
          event.headers['if-match'] ?? '',
          canonicalBody(event),
        ]),
        keepSeconds,
        keepOutcome: true,
      };
      state.replay = await findDone(state.once, state.now);
    },
  };
}
