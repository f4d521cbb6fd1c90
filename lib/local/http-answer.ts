import { randomUUID } from 'node:crypto';
import type { ErrorDefinition } from '../errors/define-error.ts';
import { securityHeaders } from '../http/security-headers.ts';

/** An HTTP answer; a header that is a list stands once for each value. */
export interface GatewayAnswer {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string | string[]>;
  body: string | Uint8Array | undefined;
}

interface FunctionResult {
  statusCode?: unknown;
  headers?: Record<string, string | number | boolean | null | undefined>;
  cookies?: unknown[];
  body?: unknown;
  isBase64Encoded?: unknown;
}

/** The largest answer that Lambda hands on. */
const largestAnswer = 6 * 1024 * 1024;

/**
 * A refusal that API Gateway gives by itself, before a function is asked: its `message`, and beside
 * it what every refusal of the API has.
 */
export function gatewayProblem(
  { code, status, title }: ErrorDefinition,
  message: string,
): GatewayAnswer {
  const requestId = randomUUID();
  const problem = { type: `/docs/errors/${code}`, title, status, code, requestId };
  return {
    status,
    headers: {
      ...securityHeaders,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    },
    body: JSON.stringify({ message, ...problem }),
  };
}

/** The answer of API Gateway when a function failed. */
export function gatewayMessage(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}

export const internalServerError = () => gatewayMessage(500, 'Internal Server Error');

/**
 * What API Gateway makes of a function's result: as told when there is a `statusCode`, else the
 * result itself as JSON with 200. A result that it cannot read is a 500.
 */
export function toAnswer(result: unknown): GatewayAnswer {
  const told = typeof result === 'object' && result !== null ? (result as FunctionResult) : {};
  if (told.statusCode === undefined) return inferredAnswer(result);
  const status = Number(told.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return internalServerError();
  if (told.body !== undefined && told.body !== null && typeof told.body !== 'string') {
    return internalServerError();
  }
  const text = told.body ?? undefined;
  if (text !== undefined && text.length > largestAnswer) return internalServerError();
  const headers: GatewayAnswer['headers'] = {};
  for (const [name, value] of Object.entries(told.headers ?? {})) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  if (text !== undefined) headers['content-type'] ??= 'text/plain;charset=UTF-8';
  if (told.cookies && told.cookies.length > 0) headers['set-cookie'] = told.cookies.map(String);
  const body = told.isBase64Encoded === true && text ? Buffer.from(text, 'base64') : text;
  return { status, headers, body };
}

function inferredAnswer(result: unknown): GatewayAnswer {
  const body = typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null');
  if (body.length > largestAnswer) return internalServerError();
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}
