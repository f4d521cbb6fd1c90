import { type Apply, type Commit, transactionsOf } from '../model/commit.ts';
import { findDone } from '../model/once.ts';
import { type Answer, type Call, chain, type MaybePromise, type RouteHandler } from './chain.ts';
import { authentication } from './middleware/authentication.ts';
import { idempotency } from './middleware/idempotency.ts';
import { limits } from './middleware/limits.ts';
import { membership, openCompany } from './middleware/membership.ts';
import { paging } from './middleware/paging.ts';
import { parsing } from './middleware/parsing.ts';
import { Reply } from './reply.ts';
import { isHeadRequest } from './request.ts';
import type { ResponseBody, RouteDefinition } from './route.ts';

/** What a route of idempotent requests gives is kept as it is, and answered to each repeat. */
type Outcome<R extends RouteDefinition> = R['idempotent'] extends true
  ? ResponseBody<R>
  : Answer<R>;

/**
 * Makes the Lambda function of a route. It answers what `run` gives with the usual success status of
 * the route; a {@link Reply} says otherwise. Where an idempotent route has several, `toAnswer` makes
 * the reply of the committed outcome: of the first request, and of each repeat.
 *
 * @example
 * export const handler = handle(routes.createPost, ({ ctx, body }) => createPost(ctx, body));
 * @example
 * export const handler = handle(
 *   routes.openRoom,
 *   ({ ctx, body }) => openRoom(ctx, body),
 *   ({ room, isNew }) => (isNew ? new Reply(201, room) : room),
 * );
 */
export function handle<R extends RouteDefinition>(
  route: R,
  run: (call: Call<R>) => MaybePromise<Outcome<R>>,
): RouteHandler;
export function handle<R extends RouteDefinition, Result>(
  route: R,
  run: (call: Call<R>) => MaybePromise<Result>,
  toAnswer: (outcome: Result) => Answer<R>,
): RouteHandler;
export function handle<R extends RouteDefinition>(
  route: R,
  run: (call: Call<R>) => unknown,
  toAnswer: (outcome: never) => unknown = (outcome) => outcome,
): RouteHandler {
  const answerOf = toAnswer as (outcome: unknown) => unknown;
  const links = [
    limits(route, 'source'),
    authentication(route),
    limits(route, 'caller'),
    membership(route),
    limits(route, 'company'),
    idempotency(route),
    parsing(route),
    openCompany(route),
    paging(route),
    limits(route, 'body'),
  ];
  return chain(route, links, async (state, event) => {
    if (state.replay) return answerOf(state.replay.outcome);
    const transactions = transactionsOf({
      caller: state.caller,
      now: state.now,
      once: state.once,
      onReplay: (outcome) => {
        state.replay = { outcome };
      },
    });
    let committed = false;
    let isPremature = false;
    const commit: Commit = (writes, outcome) => {
      committed = true;
      return transactions.commit(writes, outcome);
    };
    const apply: Apply = (writes, outcome, by) => {
      if (route.bulk && committed) {
        isPremature = true;
        throw new Error(`${route.id} commits its outcome before its records`);
      }
      return transactions.apply(writes, outcome, by);
    };
    const { caller, member, now, requestId, log, params, query, body, page, version } = state;
    const { headers } = event;
    const isHead = isHeadRequest(event);
    const ctx = { caller, member, now, requestId, log, commit, apply };
    // The schemas of the route have made these what the types say.
    const call = { ctx, params, query, body, page, version, isHead, headers } as Call<R>;
    try {
      const outcome = await run(call);
      if (state.once && !committed) {
        throw new Error(`${route.id} is idempotent and answered without a commit to remember it`);
      }
      if (route.idempotent && outcome instanceof Reply) {
        throw new Error(`${route.id} is idempotent and answers a reply that no repeat would get`);
      }
      return answerOf(outcome);
    } catch (error) {
      if (isPremature) throw error;
      // The same request may have been done meanwhile, and its effect be all that was in the way.
      state.replay = state.once && (await findDone(state.once, now));
      if (!state.replay) throw error;
      return answerOf(state.replay.outcome);
    }
  });
}
