import { type Commit, transactionsOf } from '../model/commit.ts';
import { findDone } from '../model/once.ts';
import { type Answer, type Call, chain, type RouteHandler } from './chain.ts';
import { authentication } from './middleware/authentication.ts';
import { idempotency } from './middleware/idempotency.ts';
import { limits } from './middleware/limits.ts';
import { paging } from './middleware/paging.ts';
import { parsing } from './middleware/parsing.ts';
import { isHeadRequest } from './request.ts';
import type { RouteDefinition } from './route.ts';

/**
 * Makes the Lambda function of a route. It answers `run`'s value with the route's one success
 * status; a {@link Reply} says otherwise.
 *
 * @example
 * export const handler = handle(createPost, ({ ctx, body }) => publishPost(ctx, body));
 */
export function handle<R extends RouteDefinition>(
  route: R,
  run: (call: Call<R>) => Answer<R>,
): RouteHandler {
  const links = [
    limits(route, 'source'),
    authentication(route),
    limits(route, 'caller'),
    idempotency(route),
    parsing(route),
    paging(route),
    limits(route, 'body'),
  ];
  return chain(route, links, async (state, event) => {
    if (state.replay) return state.replay.outcome;
    const transactions = transactionsOf({
      caller: state.caller,
      now: state.now,
      once: state.once,
      onReplay: (outcome) => {
        state.replay = { outcome };
      },
    });
    let committed = false;
    const commit: Commit = (writes, outcome) => {
      committed = true;
      return transactions.commit(writes, outcome);
    };
    const { caller, now, requestId, log, params, query, body, page, version } = state;
    const { headers } = event;
    const isHead = isHeadRequest(event);
    const { apply } = transactions;
    const ctx = { caller, now, requestId, log, commit, apply };
    // The schemas of the route have made these what the types say.
    const call = { ctx, params, query, body, page, version, isHead, headers } as Call<R>;
    try {
      const outcome = await run(call);
      if (state.once && !committed) {
        throw new Error(`${route.id} is idempotent and answered without a commit to remember it`);
      }
      return outcome;
    } catch (error) {
      // The same request may have been done meanwhile, and its effect be all that was in the way.
      state.replay = state.once && (await findDone(state.once, now));
      if (!state.replay) throw error;
      return state.replay.outcome;
    }
  });
}
