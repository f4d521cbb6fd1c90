import { callerKey } from '../../auth/caller.ts';
import { takeFromBucket } from '../rate-limit.ts';
import type { RateLimit, RouteDefinition } from '../route.ts';
import { type RouteMiddleware, type RouteRequest, stateOf } from './state.ts';

type Stage = 'source' | 'caller' | 'body';

function stageOf({ by }: RateLimit): Stage {
  if (by === 'source') return 'source';
  return by === 'caller' || by === 'account' ? 'caller' : 'body';
}

/** Takes from the buckets that can be told apart at this stage of the chain. */
export function limits(route: RouteDefinition, stage: Stage): RouteMiddleware {
  const own = (route.rateLimits ?? []).filter((limit) => stageOf(limit) === stage);
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      for (const limit of own) {
        const subject = subjectOf(limit, state);
        if (subject === undefined) continue;
        state.rates.push(await takeFromBucket(route.id, limit, subject, state.now));
      }
    },
  };
}

function subjectOf({ by }: RateLimit, { caller, body }: RouteRequest): string | undefined {
  if (by === 'source') return caller.source.ip;
  if (by === 'caller') return callerKey(caller);
  if (by === 'account') return 'userId' in caller ? caller.userId : undefined;
  const value = (body as Record<string, unknown> | undefined)?.[by.slice('body.'.length)];
  // What is compared without case must not have a bucket for each way to write it.
  return value === undefined ? undefined : JSON.stringify(value).toLowerCase();
}
