import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { etagOf } from '../etag.ts';
import { Reply } from '../reply.ts';
import { isHeadRequest } from '../request.ts';
import { type RouteDefinition, successStatus } from '../route.ts';
import { type RouteMiddleware, type RouteRequest, stateOf } from './state.ts';

/**
 * Checks what the handler answers against the contract, drops fields that it does not declare, and
 * adds the headers that follow from the body.
 */
export function answer(route: RouteDefinition): RouteMiddleware {
  return {
    after: async (request) => {
      const state = stateOf(request.event);
      const reply = toReply(route, request.response);
      const response = responseOf(route, reply.status, isHeadRequest(request.event));
      if (!response) throw new Error(`${route.id} does not declare ${reply.status}`);
      request.response =
        response instanceof z.ZodType
          ? await jsonAnswer(route, response, reply, state, request.event.rawPath)
          : rawAnswer(route, reply, response.contentType);
    },
  };
}

function responseOf({ alsoHead, responses }: RouteDefinition, status: number, isHead: boolean) {
  const ownOfHead = isHead && status === 200 && typeof alsoHead === 'object';
  return ownOfHead ? alsoHead : responses[status];
}

function toReply(route: RouteDefinition, value: unknown): Reply {
  return value instanceof Reply ? value : new Reply(successStatus(route), value);
}

async function jsonAnswer(
  route: RouteDefinition,
  schema: z.ZodType,
  { status, body, headers }: Reply,
  state: RouteRequest,
  path: string,
): Promise<APIGatewayProxyStructuredResultV2> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new Error(`${route.id} answers against its contract: ${z.prettifyError(parsed.error)}`);
  }
  const content = parsed.data as Record<string, unknown>;
  const derived: Record<string, string> = {};
  if (typeof content.version === 'number') derived.etag = etagOf(content.version);
  if (route.location && status > 200) derived.location = fill(route.location, content);
  if (state.replay) derived['idempotency-replayed'] = 'true';
  if (state.sealCursor && typeof content.nextCursor === 'string') {
    const cursor = await state.sealCursor(content.nextCursor);
    content.nextCursor = cursor;
    derived.link = `<${path}?${nextQuery(state, cursor)}>; rel="next"`;
  }
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...derived, ...headers },
    body: JSON.stringify(content),
  };
}

/** Statuses that lead elsewhere. */
const leading = [301, 302, 303, 307, 308];

function rawAnswer(
  route: RouteDefinition,
  { status, body, headers }: Reply,
  contentType: string | undefined,
): APIGatewayProxyStructuredResultV2 {
  if (leading.includes(status) && !headers.location) {
    throw new Error(`${route.id} answers ${status} without a location`);
  }
  return {
    statusCode: status,
    headers: { ...(contentType && { 'content-type': contentType }), ...headers },
    ...(typeof body === 'string' && { body }),
    ...(body instanceof Uint8Array && {
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    }),
  };
}

const fill = (template: string, content: Record<string, unknown>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(content[name])));

function nextQuery(state: RouteRequest, cursor: string): string {
  const filters = Object.entries(state.query as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams([
    ...filters,
    ['limit', String(state.page.limit)],
    ['cursor', cursor],
  ]).toString();
}
