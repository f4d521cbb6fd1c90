import { bodyTooLarge, invalidRequest, noSuchRoute } from '../errors/request-errors.ts';
import { createLanes } from '../lanes.ts';
import { addCorsHeaders, preflightAnswer } from './cors.ts';
import type { Generation } from './generation.ts';
import {
  type GatewayAnswer,
  gatewayMessage,
  gatewayProblem,
  internalServerError,
  toAnswer,
} from './http-answer.ts';
import {
  buildEvent,
  eventHeaders,
  type GatewayRequest,
  largestBody,
  splitUrl,
} from './http-event.ts';
import { invoke } from './lambda.ts';
import { createRouteTable } from './route-table.ts';

/** What happened to one request. */
export interface GatewayOutcome {
  answer: GatewayAnswer;
  /** Id of the route; `undefined` when no function was asked. */
  route: string | undefined;
  requestId: string | undefined;
}

export type Gateway = (request: GatewayRequest) => Promise<GatewayOutcome>;

const longestSeconds = 30;

/**
 * Requests that run at the same time. Lambda gives each a processor of its own; here they share a
 * few, so a crowd waits its turn before its functions' time begins.
 */
const concurrency = 32;

/**
 * Answers requests as an API Gateway HTTP API before Lambda functions does: its limits, its error
 * bodies, its CORS.
 *
 * @param onFault told what a function threw, which its caller does not see.
 */
export function createGateway(
  generation: Generation,
  onFault: (what: string, error: unknown) => void,
): Gateway {
  const findRoute = createRouteTable(generation.routes);
  const { corsOrigins } = generation;
  const inLane = createLanes(concurrency);

  const ask = async (
    request: GatewayRequest,
    given: ReturnType<typeof eventHeaders>,
  ): Promise<GatewayOutcome> => {
    if (request.body && request.body.length > largestBody) {
      return {
        ...unasked,
        answer: gatewayProblem(bodyTooLarge, 'Request Entity Too Large'),
      };
    }
    const match = findRoute(request.method, splitUrl(request.url).path);
    if (!match) return { ...unasked, answer: gatewayProblem(noSuchRoute, 'Not Found') };
    const { route } = match;
    let event: ReturnType<typeof buildEvent>;
    try {
      event = buildEvent(request, given, match);
    } catch {
      return { ...unasked, answer: gatewayProblem(invalidRequest, 'Bad Request') };
    }
    const answer = await inLane(() => answerOf(generation, route, event, onFault));
    // The function may have kept the caller's id.
    const requestId = String(answer.headers['x-request-id'] ?? event.requestContext.requestId);
    return { answer, route: route.id, requestId };
  };

  return async (request) => {
    const given = eventHeaders(request.headers);
    const preflight = preflightAnswer(request.method, given.headers, corsOrigins);
    if (preflight) return { ...unasked, answer: preflight };
    const outcome = await ask(request, given);
    addCorsHeaders(outcome.answer, given.headers.origin, corsOrigins);
    return outcome;
  };
}

const unasked = { route: undefined, requestId: undefined };

async function answerOf(
  generation: Generation,
  route: Generation['routes'][number],
  event: unknown,
  onFault: (what: string, error: unknown) => void,
): Promise<GatewayAnswer> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const lambda = await generation.lambda('route', route);
    if (lambda.timeoutSeconds < longestSeconds) return toAnswer(await invoke(lambda, event));
    const unavailable = new Promise<GatewayAnswer>((resolve) => {
      timer = setTimeout(() => {
        resolve(gatewayMessage(503, 'Service Unavailable'));
      }, longestSeconds * 1000);
    });
    return await Promise.race([invoke(lambda, event).then(toAnswer), unavailable]);
  } catch (error) {
    onFault(route.id, error);
    return internalServerError();
  } finally {
    clearTimeout(timer);
  }
}
