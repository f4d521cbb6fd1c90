import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context as LambdaContext,
} from 'aws-lambda';
import type { PageRequest } from '../schema/page.ts';
import { traced } from '../trace.ts';
import { answer } from './middleware/answer.ts';
import { problems } from './middleware/problems.ts';
import { requestContext } from './middleware/request-context.ts';
import { type RouteMiddleware, type RouteRequest, stateOf } from './middleware/state.ts';
import { requestIdOf } from './request.ts';
import type {
  ContextOf,
  ParsedBody,
  ParsedParams,
  ParsedQuery,
  ReplyOf,
  ResponseBody,
  RouteDefinition,
} from './route.ts';

/** What the function behind a route is given. */
export interface Call<R extends RouteDefinition, Ctx = ContextOf<R>> {
  ctx: Ctx;
  params: ParsedParams<R>;
  query: ParsedQuery<R>;
  body: ParsedBody<R>;
  /** Of paginated routes: what is asked for. */
  page: PageRequest;
  /** Of routes with `ifMatch`: the version that the caller saw. */
  version: number;
  /** Of routes with `alsoHead`: only headers are asked for. */
  isHead: boolean;
  headers: Readonly<Record<string, string | undefined>>;
}

export type MaybePromise<Value> = Value | Promise<Value>;

/** What a route answers: the body of its usual success, or a reply with another status. */
export type Answer<R extends RouteDefinition> = ResponseBody<R> | ReplyOf<R>;

export type RouteHandler = (
  event: APIGatewayProxyEventV2,
  context: LambdaContext,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** How long before Lambda would cut a request off it answers 503 itself. */
const marginMilliseconds = 300;

/** The way of a request: what is around each route, then `links`, then `work`. */
export function chain(
  route: RouteDefinition,
  links: readonly RouteMiddleware[],
  work: (state: RouteRequest, event: APIGatewayProxyEventV2) => unknown,
): RouteHandler {
  const through = middy<APIGatewayProxyEventV2, unknown>(
    async (event: APIGatewayProxyEventV2) => work(stateOf(event), event),
    { timeoutEarlyInMillis: marginMilliseconds },
  );
  for (const link of [requestContext(route), problems(route), answer(route), ...links]) {
    through.use(link);
  }
  const run = through as unknown as RouteHandler;
  return (event, context) =>
    traced({ functionId: route.id, requestId: requestIdOf(event) }, () => run(event, context));
}
