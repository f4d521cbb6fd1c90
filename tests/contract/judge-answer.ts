import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { errorsOf } from '../../lib/http/implied-errors.ts';
import { type RouteDefinition, successStatuses } from '../../lib/http/route.ts';
import type { Answer, Problem } from '../support/answer.ts';
import { problemSchemaOf } from './problem.ts';

/** Headers that differ between two answers to the same question. */
const passing = new Set(['date', 'x-request-id', 'ratelimit', 'retry-after']);

/** What of an answer must be the same when it tells the same. */
export function substanceOf({ status, headers, body }: Answer): string {
  const { requestId: _, ...rest } = { ...(body as object), requestId: undefined };
  const content = typeof body === 'object' && body !== null ? rest : body;
  const kept = headersOf(headers).filter(([name]) => !passing.has(name));
  return JSON.stringify([status, kept, content]);
}

/**
 * Headers in the order of their names. A signed link differs with the second, and what it leads to is for
 * whoever is given it: that it is given is an answer that the route must declare.
 */
const headersOf = (headers: Headers) =>
  [...headers].map(([name, value]) => [
    name,
    /[?&]X-Amz-Signature=/.test(value) ? 'a signed link' : value,
  ]) as [name: string, value: string][];

export const codeOf = ({ body }: Answer) => (body as Partial<Problem> | undefined)?.code;

export function isSuccess(route: RouteDefinition, { status }: Answer): boolean {
  return successStatuses(route).includes(status);
}

/** What is wrong with an answer, whoever asked for whatever. */
export function faultsOf(route: RouteDefinition, answer: Answer): string[] {
  const { status, headers, body } = answer;
  const response = route.responses[status];
  if (response && !isProblem(answer)) {
    if (!(response instanceof z.ZodType)) return [];
    const parsed = response.safeParse(body);
    if (!parsed.success) return [`answers against its contract: ${z.prettifyError(parsed.error)}`];
    return isDeepStrictEqual(parsed.data, body) ? [] : ['answers fields that it does not declare'];
  }
  if (status >= 500) return [`answers ${status}`];
  const declared = errorsOf(route);
  const definition = declared.find(({ code }) => code === codeOf(answer));
  const problem = problemSchemaOf(definition).safeParse(body);
  if (!isProblem(answer) || !problem.success) return [`answers ${status} without a problem`];
  const { code, status: told, requestId } = problem.data;
  return [
    !definition && `answers ${code}, which it does not declare`,
    (told !== status || (definition && definition.status !== status)) &&
      `answers ${status} as ${code}`,
    requestId !== headers.get('x-request-id') && 'names another request than its own',
    headers.get('cache-control') !== 'no-store' && 'lets a refusal be kept',
    challengeFault(code, headers.get('www-authenticate')),
  ].filter((fault) => typeof fault === 'string');
}

const isProblem = ({ headers }: Answer) =>
  headers.get('content-type') === 'application/problem+json';

const challenges: Readonly<Partial<Record<string, RegExp>>> = {
  'auth.credentials_missing': /^Bearer realm="moa"$/,
  'auth.token_invalid': /^Bearer realm="moa", error="invalid_token"$/,
  'auth.api_key_invalid': /^Bearer realm="moa", error="invalid_token"$/,
  'auth.scope_missing': /^Bearer realm="moa", error="insufficient_scope", scope="[a-z: ]+"$/,
};

function challengeFault(code: string, challenge: string | null): string | undefined {
  const wanted = challenges[code];
  if (!wanted || (challenge !== null && wanted.test(challenge))) return undefined;
  return `answers ${code} with the challenge ${challenge}`;
}

/** Words of a text that can be an id, an address, a token or a name of one's own. */
export const wordsOf = (text: string): string[] => text.match(/[A-Za-z0-9_@.+-]{8,}/g) ?? [];

/** All that an answer says, as text. */
export const textOf = ({ headers, body }: Answer) => JSON.stringify([headersOf(headers), body]);
