import type { OpenApiDocument, Operation } from './operations.ts';
import type { PlainRequest } from './request.ts';

/** A call cannot be prepared with what there is, such as keys that only the API's own process has. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

/** A call that succeeds. */
export interface Scenario {
  name: string;
  /**
   * What another user is answered: `same`, `own` (their own things), `hidden` (as if the object
   * did not exist) or an error code.
   */
  others: string;
  /**
   * Prepares what the call needs. Each run stands alone.
   *
   * @throws OutOfReach
   */
  arrange: () => Promise<PlainRequest>;
}

/** Somebody who is signed in. */
export interface Tenant {
  /** Credentials. */
  headers: Readonly<Record<string, string>>;
  /** Ids by which others may name them. */
  ids: readonly string[];
  /** What nobody else may be shown: address, tokens. */
  secrets: readonly string[];
}

/** An API that is fuzzed, by its document. */
export interface Target {
  document: OpenApiDocument;
  baseUrl: string;
  fetch: (request: Request) => Promise<Response>;
  /** The calls of an operation that succeed; none when nothing is known of it. */
  scenarios: (operation: Operation) => readonly Scenario[];
  /** Makes a user that nobody had before. */
  signIn: (name: string) => Promise<Tenant>;
  /** Names of the inside that no answer may carry, such as that of the table. */
  secrets: readonly string[];
}

/** What came back, with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed when it is JSON by its type and by its text. */
  body: unknown;
}

/** Nothing came back. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const longestSeconds = 30;

/** @throws NoAnswer when the request fails or is not answered in 30 s */
export async function ask(target: Target, request: Request): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new NoAnswer(`no answer in ${longestSeconds} s`)),
    longestSeconds * 1000,
  );
  try {
    return await Promise.race([readAnswer(target.fetch(request)), promise]);
  } catch (cause) {
    if (cause instanceof NoAnswer) throw cause;
    throw new NoAnswer(`the request failed: ${String(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(responding: Promise<Response>): Promise<Answer> {
  const response = await responding;
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, body: parsed(mediaTypeOf(headers), text) };
}

/** Media type without parameters, in lower case. */
export const mediaTypeOf = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function parsed(type: string, text: string): unknown {
  if (!/^application\/([\w.+-]+\+)?json$/.test(type)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
