import { cors } from '../http/cors.ts';
import type { GatewayAnswer } from './http-answer.ts';

const allowMethods = cors.allowMethods.join(',');
const allowHeaders = cors.allowHeaders.join(',');
const exposeHeaders = cors.exposeHeaders.join(',');

/**
 * The answer to a preflight request, as an HTTP API with a CORS configuration gives it without
 * asking a function; `undefined` for any other request.
 */
export function preflightAnswer(
  method: string,
  headers: Readonly<Record<string, string>>,
  origins: readonly string[],
): GatewayAnswer | undefined {
  const { origin } = headers;
  if (method !== 'OPTIONS' || !origin || !headers['access-control-request-method'])
    return undefined;
  const allowed = allowedOrigin(origin, origins);
  if (allowed === undefined) return { status: 204, headers: {}, body: undefined };
  return {
    status: 204,
    headers: {
      ...allowed,
      'access-control-allow-methods': allowMethods,
      'access-control-allow-headers': allowHeaders,
      'access-control-max-age': String(cors.maxAgeSeconds),
    },
    body: undefined,
  };
}

/** Adds to an answer what lets the page that asked read it. */
export function addCorsHeaders(
  answer: GatewayAnswer,
  origin: string | undefined,
  origins: readonly string[],
): void {
  const allowed = origin && allowedOrigin(origin, origins);
  if (!allowed) return;
  Object.assign(answer.headers, allowed, { 'access-control-expose-headers': exposeHeaders });
}

function allowedOrigin(origin: string, origins: readonly string[]) {
  if (origins.includes('*')) return { 'access-control-allow-origin': '*' };
  if (!origins.includes(origin)) return undefined;
  return { 'access-control-allow-origin': origin, vary: 'origin' };
}
