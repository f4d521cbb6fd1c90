import type { AnonymousCaller } from '../caller.ts';
import type { Context } from '../context.ts';
import type { Needs } from '../needs.ts';
import { type Answer, type Call, chain, type MaybePromise, type RouteHandler } from './chain.ts';
import { parsing } from './middleware/parsing.ts';
import { isHeadRequest } from './request.ts';
import type { RouteDefinition } from './route.ts';

/** A route of which neither the work nor anything that it declares reads or writes the table. */
export interface RouteWithoutTable extends RouteDefinition {
  auth: 'public';
  paginated?: never;
  idempotent?: never;
  rateLimits?: never;
  needs: Omit<Needs, 'dynamodb' | 'indexes'> & { dynamodb?: never; indexes?: never };
}

type ContextWithoutTable = Omit<Context<AnonymousCaller>, 'commit' | 'apply'>;

/**
 * Like `handle`, for a route that needs no table: its function starts without what reads and writes
 * one, which is half of the code of the others.
 *
 * @example
 * export const handler = handleWithoutTable(ping, () => ({ message: 'pong' }));
 */
export function handleWithoutTable<R extends RouteWithoutTable>(
  route: R,
  run: (call: Call<R, ContextWithoutTable>) => MaybePromise<Answer<R>>,
): RouteHandler {
  return chain(route, [parsing(route)], (state, event) => {
    const { caller, now, requestId, log, params, query, body, page, version } = state;
    const { headers } = event;
    const isHead = isHeadRequest(event);
    const ctx = { caller, now, requestId, log };
    // The schemas of the route have made these what the types say.
    return run({ ctx, params, query, body, page, version, isHead, headers } as Call<
      R,
      ContextWithoutTable
    >);
  });
}
