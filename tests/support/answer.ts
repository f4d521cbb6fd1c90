import type { CallResult } from '../../lib/client/client.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';

/** Body of every refusal (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  requestId: string;
  errors?: { path: string; message: string }[];
}

/** An answer with its body read: parsed when it is JSON, else text, `undefined` when empty. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
  /** Method and path that were asked. */
  request: string;
}

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What all shapes have, and what any of them has. */
type AllOf<Union> = Pick<Union, keyof Union> & Intersection<Without<Union, keyof Union>>;

/**
 * What a route declares, of several shapes each, and on a refusal the problem instead: tests look at
 * what came back first.
 */
export type BodyOf<R extends RouteDefinition> = [CallResult<R>['body']] extends [object]
  ? AllOf<CallResult<R>['body']> & Omit<Partial<Problem>, keyof AllOf<CallResult<R>['body']>>
  : CallResult<R>['body'];

/** One line that tells what came back, for failure messages. */
export function describeAnswer({ request, status, body }: Answer): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return `${request} answered ${status}: ${text ?? '(no body)'}`;
}

export async function readAnswer(request: string, response: Response): Promise<Answer> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const isJson = /^application\/([a-z0-9.+-]+\+)?json/.test(type) && text !== '';
  return {
    request,
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text === '' ? undefined : text,
  };
}
