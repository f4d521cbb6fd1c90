import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context as LambdaContext,
} from 'aws-lambda';
import { callerId, originOf } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { type Commit, createCommit } from '../model/commit.ts';
import { findDone } from '../model/once.ts';
import type { PageRequest } from '../schema/page.ts';
import { traced } from '../trace.ts';
import { answer } from './middleware/answer.ts';
import { authentication } from './middleware/authentication.ts';
import { idempotency } from './middleware/idempotency.ts';
import { limits } from './middleware/limits.ts';
import { parsing } from './middleware/parsing.ts';
import { problems } from './middleware/problems.ts';
import { requestContext } from './middleware/request-context.ts';
import { stateOf } from './middleware/state.ts';
import type { Reply } from './reply.ts';
import { requestIdOf } from './request.ts';
import type {
  CallerOf,
  ParsedBody,
  ParsedParams,
  ParsedQuery,
  ResponseBody,
  RouteDefinition,
} from './route.ts';

/** What the function behind a route is given. */
export interface Call<R extends RouteDefinition> {
  ctx: Context<CallerOf<R>>;
  params: ParsedParams<R>;
  query: ParsedQuery<R>;
  body: ParsedBody<R>;
  /** Of paginated routes: what is asked for. */
  page: PageRequest;
  /** Of routes with `ifMatch`: the version that the caller saw. */
  version: number;
  headers: Readonly<Record<string, string | undefined>>;
}

type Run<R extends RouteDefinition> = (
  call: Call<R>,
) => Promise<ResponseBody<R> | Reply> | ResponseBody<R> | Reply;

export type RouteHandler = (
  event: APIGatewayProxyEventV2,
  context: LambdaContext,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** How long before Lambda would cut a request off it answers 503 itself. */
const marginMilliseconds = 300;

/**
 * Makes the Lambda function of a route. It answers `run`'s value with the route's one success
 * status; a {@link Reply} says otherwise.
 *
 * @example
 * export const handler = handle(createPost, ({ ctx, body }) => publishPost(ctx, body));
 */
export function handle<R extends RouteDefinition>(route: R, run: Run<R>): RouteHandler {
  const chain = middy<APIGatewayProxyEventV2, unknown>(
    async (event: APIGatewayProxyEventV2) => {
      const state = stateOf(event);
      if (state.replay) return state.replay.outcome;
      const commitOnce = createCommit({
        actor: callerId(state.caller),
        origin: originOf(state.caller),
        now: state.now,
        once: state.once,
        onReplay: (outcome) => {
          state.replay = { outcome };
        },
      });
      let committed = false;
      const commit: Commit = (writes, outcome) => {
        committed = true;
        return commitOnce(writes, outcome);
      };
      const { caller, now, requestId, log, params, query, body, page, version } = state;
      const ctx = { caller, now, requestId, log, commit };
      // The schemas of the route have made these what the types say.
      const call = { ctx, params, query, body, page, version, headers: event.headers } as Call<R>;
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
    },
    { timeoutEarlyInMillis: marginMilliseconds },
  )
    .use(requestContext(route))
    .use(problems(route))
    .use(answer(route))
    .use(limits(route, 'source'))
    .use(authentication(route))
    .use(limits(route, 'caller'))
    .use(idempotency(route))
    .use(parsing(route))
    .use(limits(route, 'body')) as unknown as RouteHandler;
  return (event, context) =>
    traced({ functionId: route.id, requestId: requestIdOf(event) }, () => chain(event, context));
}
