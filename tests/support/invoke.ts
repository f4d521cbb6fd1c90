import type { Context } from 'aws-lambda';
import type { RouteHandler } from '../../lib/http/chain.ts';
import { buildEvent, eventHeaders } from '../../lib/local/http-event.ts';
import { type Answer, readAnswer } from './answer.ts';

export interface Invocation {
  method?: string;
  /** Path and query. */
  url?: string;
  params?: Record<string, string>;
  headers?: Record<string, string>;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  sourceIp?: string;
}

/** Calls the function of a route as the gateway does, for routes that stand in no registry. */
export async function invoke(
  handler: RouteHandler,
  { method = 'GET', url = '/test', params = {}, headers = {}, body, sourceIp }: Invocation = {},
): Promise<Answer> {
  const isSent = typeof body === 'string' || body instanceof Uint8Array;
  const text = isSent ? body : JSON.stringify(body);
  const sent = { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers };
  const request = {
    method,
    url,
    headers: Object.entries(sent).flat(),
    body: text === undefined ? undefined : Buffer.from(text),
    sourceIp: sourceIp ?? '192.0.2.1',
  };
  const event = buildEvent(request, eventHeaders(request.headers), {
    routeKey: `${method} ${url}`,
    params: Object.entries(params),
  });
  const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
  const { statusCode = 200, headers: answered, body: content } = await handler(event, context);
  const named = Object.entries(answered ?? {}).map(([name, value]) => [name, String(value)]);
  const response = new Response(statusCode === 204 ? null : content, {
    status: statusCode,
    headers: Object.fromEntries(named) as Record<string, string>,
  });
  return readAnswer(`${method} ${url}`, response);
}
