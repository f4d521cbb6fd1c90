import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { now } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { metrics } from '../../metrics.ts';
import { rateHeaders } from '../rate-headers.ts';
import { isHeadRequest, requestIdOf, sourceOf } from '../request.ts';
import type { RouteDefinition } from '../route.ts';
import { securityHeaders } from '../security-headers.ts';
import { type RouteMiddleware, setState, stateOf } from './state.ts';

const strictPolicy = "default-src 'none'; frame-ancestors 'none'";

/** RFC 9110, 9.3.2: the length of what GET would send is told. */
function leaveBodyOut(response: APIGatewayProxyStructuredResultV2): void {
  const { body = '', isBase64Encoded } = response;
  const length = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  response.headers = { 'content-length': length, ...response.headers };
  delete response.body;
  delete response.isBase64Encoded;
}

/** Begins the request's context, and ends every answer, good or bad, with its headers and log. */
export function requestContext(route: RouteDefinition): RouteMiddleware {
  const finish: RouteMiddleware['after'] = ({ event, response }) => {
    if (!response) return;
    const { requestId, rates, log, startedAt, caller } = stateOf(event);
    const isHtml = String(response.headers?.['content-type'] ?? '').startsWith('text/html');
    response.headers = {
      ...securityHeaders,
      ...(isHtml && { 'content-security-policy': strictPolicy }),
      // What is public and only read may be kept; sign-ins are public as well, and answer tokens.
      ...((route.auth !== 'public' || route.method !== 'GET') && { 'cache-control': 'no-store' }),
      ...rateHeaders(rates),
      ...response.headers,
      'x-request-id': requestId,
    };
    if (isHeadRequest(event)) leaveBodyOut(response);
    const milliseconds = Math.round(performance.now() - startedAt);
    const status = response.statusCode ?? 200;
    metrics(
      'route',
      { route: route.id },
      { requests: 1, errors: status >= 500 ? 1 : 0, milliseconds },
    );
    log.info('request', {
      status,
      milliseconds,
      // Enough to tell callers apart, nothing to recognise one by.
      ...(caller.kind === 'user' && {
        caller: createHash('sha256').update(caller.userId).digest('base64url').slice(0, 12),
      }),
    });
  };
  return {
    before: ({ event }) => {
      const requestId = requestIdOf(event);
      setState(event, {
        requestId,
        log: createLog({ requestId, route: route.id }),
        now: now(),
        startedAt: performance.now(),
        caller: { kind: 'anonymous', source: sourceOf(event) },
        keyUseNoted: undefined,
        member: undefined,
        rates: [],
        once: undefined,
        replay: undefined,
        params: {},
        query: {},
        body: undefined,
        version: 0,
        page: { limit: 0, after: undefined },
        sealCursor: undefined,
      });
    },
    after: finish,
    onError: finish,
  };
}
