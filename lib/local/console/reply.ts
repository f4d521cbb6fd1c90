import { randomUUID } from 'node:crypto';
import type { GatewayAnswer } from '../http-answer.ts';

/** What a room of the console is asked. */
export interface ConsoleRequest {
  /** The parts of the path that its pattern leaves open. */
  params: readonly string[];
  query: URLSearchParams;
  /** The JSON body; an empty object without one. */
  body: Record<string, unknown>;
}

/** Answers one path of the console with what becomes JSON, or with an answer of its own. */
export type ConsoleRoute = readonly [
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  answer: (request: ConsoleRequest) => Promise<object>,
];

/** A refusal, as a problem document. */
export class ConsoleProblem extends Error {
  override readonly name = 'ConsoleProblem';
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.reason = reason;
  }
}

/** An answer that is no JSON. */
export class ConsoleFile {
  readonly contentType: string;
  readonly body: string;
  readonly headers: Record<string, string>;

  constructor(contentType: string, body: string, headers: Record<string, string> = {}) {
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }
}

const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function consoleAnswer(value: object): GatewayAnswer {
  if (value instanceof ConsoleFile) {
    return {
      status: 200,
      headers: { ...commonHeaders, 'content-type': value.contentType, ...value.headers },
      body: value.body,
    };
  }
  return {
    status: 200,
    headers: { ...commonHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(value, showable),
  };
}

export function problemAnswer({ status, reason, message }: ConsoleProblem): GatewayAnswer {
  const requestId = randomUUID();
  return {
    status,
    headers: {
      ...commonHeaders,
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
    },
    body: JSON.stringify({
      type: 'about:blank',
      title: message,
      status,
      detail: message,
      code: `local.${reason}`,
      requestId,
    }),
  };
}

/** Sets and bytes, which DynamoDB has and JSON has not. */
function showable(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? String(value) : value;
}
