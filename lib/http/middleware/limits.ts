import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { allowanceOf, isAllowanceOf } from '../../auth/known-sources.ts';
import { callerKey, type RequestCaller } from '../../caller.ts';
import { addressKey } from '../../identity/accounts/keys.ts';
import { takeInContainer } from '../container-limit.ts';
import { takeFromBucket } from '../rate-limit.ts';
import { type RateLimit, type RouteDefinition, rateLimitsOf } from '../route.ts';
import { type RouteMiddleware, type RouteRequest, stateOf } from './state.ts';

type Stage = 'source' | 'caller' | 'company' | 'body';

function stageOf({ by }: RateLimit): Stage {
  if (by === 'source') return 'source';
  if (by === 'company' || by === 'object') return 'company';
  return by === 'email' ? 'body' : 'caller';
}

/** Takes from the buckets that can be told apart at this stage of the chain. */
export function limits(route: RouteDefinition, stage: Stage): RouteMiddleware {
  const own = rateLimitsOf(route).filter((limit) => stageOf(limit) === stage);
  return {
    before: async ({ event }) => {
      const state = stateOf(event);
      for (const limit of own) {
        const subject = await subjectOf(limit, state, event.pathParameters);
        if (subject === undefined) continue;
        const take = limit.perContainer ? takeInContainer : takeFromBucket;
        state.rates.push(await take(route.id, limit, subject, state.now));
      }
    },
  };
}

function accountOf(caller: RequestCaller, knownSourcesApart: true | undefined): string | undefined {
  if (!('userId' in caller)) return undefined;
  const { userId, source } = caller;
  const allowance = knownSourcesApart && caller.kind === 'otp' ? caller.allowance : undefined;
  const isOwn = allowance !== undefined && isAllowanceOf(allowance, source.ip);
  return isOwn ? JSON.stringify([userId, allowance]) : userId;
}

async function subjectOf(
  { by, knownSourcesApart }: RateLimit,
  { caller, member, body, now, replay }: RouteRequest,
  parameters: APIGatewayProxyEventV2['pathParameters'],
): Promise<string | undefined> {
  if (by === 'source') return caller.source.ip;
  if (by === 'company') return member?.companyId;
  // A path can be written in many ways.
  if (by === 'object') return JSON.stringify(parameters);
  if (by === 'caller') return callerKey(caller);
  if (by === 'account') return accountOf(caller, knownSourcesApart);
  // What was done before is answered again without reading the body.
  if (replay) return undefined;
  const { email } = body as { email: string };
  // Addresses that are compared without case must not have a bucket for each way to write them.
  const key = addressKey(email);
  const allowance = knownSourcesApart && (await allowanceOf(key, caller.source.ip, now));
  return allowance === undefined ? key : JSON.stringify([key, allowance]);
}
