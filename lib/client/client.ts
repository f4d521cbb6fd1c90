import type * as z from 'zod';
import type { InputFault } from '../errors/app-error.ts';
import type { RouteDefinition } from '../http/route.ts';
import type { ErrorCode } from '../registry/errors.ts';

type Routes = Record<string, Record<string, RouteDefinition>>;

type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;

type PageQuery<R extends RouteDefinition> = R['paginated'] extends true
  ? { limit?: number; cursor?: string }
  : unknown;

type QueryOf<R extends RouteDefinition> = (R['query'] extends z.ZodObject
  ? InputOf<R['query']>
  : Record<never, never>) &
  PageQuery<R>;

/** A part of a call: left out when its route has none, optional when it or all of its fields are. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? Record<never, never>
  : Record<never, never> extends
        | Exclude<Value, undefined>
        | (undefined extends Value ? object : never)
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value };

/** What a call of a route takes. */
export type CallInput<R extends RouteDefinition> = Part<'params', InputOf<R['params']>> &
  Part<'query', QueryOf<R>> &
  Part<'body', InputOf<R['body']>> & { headers?: Record<string, string> };

type BodyOf<Response> = Response extends z.ZodType
  ? z.output<Response>
  : Response extends { contentType: string }
    ? string
    : undefined;

/** An answer that a route declares; `status` tells the types of several apart. */
export type CallResult<R extends RouteDefinition> = {
  [Status in keyof R['responses'] & number]: {
    status: Status;
    headers: Headers;
    body: BodyOf<R['responses'][Status]>;
  };
}[keyof R['responses'] & number];

type ItemOf<R extends RouteDefinition> =
  CallResult<R> extends { body: { items: (infer Item)[] } } ? Item : never;

type Arguments<Input> = Record<never, never> extends Input ? [input?: Input] : [input: Input];

/** Calls one route; `items` of a paginated one goes through all of its pages. */
export type RouteCall<R extends RouteDefinition> = ((
  ...input: Arguments<CallInput<R>>
) => Promise<CallResult<R>>) &
  (R['paginated'] extends true
    ? { items(...input: Arguments<CallInput<R>>): AsyncGenerator<ItemOf<R>, void> }
    : unknown);

export type Client<All extends Routes> = {
  [Domain in keyof All]: {
    [Name in keyof All[Domain] as All[Domain][Name]['path'] extends '$default'
      ? never
      : Name]: RouteCall<All[Domain][Name]>;
  };
};

export interface ClientOptions {
  baseUrl: string;
  /** Access token, or what gets the present one. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Sent when there is no token. */
  apiKey?: string;
  fetch?: (request: Request) => Promise<Response>;
}

/** An answer that is an error: the problem document and what came with it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Codes may be added; a client tolerates those it does not know. */
  readonly code: ErrorCode | (string & {});
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly errors: readonly InputFault[];
  /** The whole problem document, with the members that its code has beside the usual ones. */
  readonly problem: Readonly<Record<string, unknown>>;
  readonly headers: Headers;

  constructor({ status, headers }: Response, problem: Partial<Problem>) {
    const code = problem.code ?? 'unknown';
    super(`${status} ${code}: ${problem.detail ?? problem.title ?? 'no problem document'}`);
    this.status = status;
    this.code = code;
    this.detail = problem.detail;
    this.requestId = problem.requestId ?? headers.get('x-request-id') ?? undefined;
    this.errors = problem.errors ?? [];
    this.problem = { ...problem };
    this.headers = headers;
  }
}

interface Problem {
  title: string;
  code: string;
  detail: string;
  requestId: string;
  errors: InputFault[];
}

/**
 * Makes a client of the route contracts: every type comes from them.
 *
 * @example
 * const client = createClient(routesByDomain, { baseUrl: 'http://127.0.0.1:3000', token });
 * const { body: post } = await client.sns.createPost({ body: { text: 'Hello' } });
 * for await (const entry of client.sns.getTimeline.items()) console.log(entry.text);
 */
export function createClient<const All extends Routes>(
  routesByDomain: All,
  options: ClientOptions,
): Client<All> {
  const domains = Object.entries(routesByDomain).map(([domain, routes]) => {
    const calls = Object.entries(routes).map(([name, route]) => [name, callOf(route, options)]);
    return [domain, Object.fromEntries(calls)];
  });
  return Object.fromEntries(domains) as Client<All>;
}

type Plain = string | number | boolean | undefined;

interface AnyInput {
  params?: Record<string, Plain>;
  query?: Record<string, Plain>;
  body?: unknown;
  headers?: Record<string, string>;
}

interface AnyResult {
  status: number;
  headers: Headers;
  body: unknown;
}

interface AnyPage {
  items: unknown[];
  nextCursor: string | null;
}

function callOf(route: RouteDefinition, options: ClientOptions) {
  const call = (input: AnyInput = {}) => send(route, input, options);
  if (!route.paginated) return call;
  async function* items(input: AnyInput = {}): AsyncGenerator<unknown, void> {
    for (let query = input.query; ; ) {
      const page = (await call({ ...input, ...(query && { query }) })).body as AnyPage;
      yield* page.items;
      if (page.nextCursor === null) return;
      query = { ...query, cursor: page.nextCursor };
    }
  }
  return Object.assign(call, { items });
}

/** @throws ProblemError for an answer that the route does not declare */
async function send(
  route: RouteDefinition,
  input: AnyInput,
  options: ClientOptions,
): Promise<AnyResult> {
  const request = new Request(urlOf(route, input, options.baseUrl), {
    method: route.method,
    headers: await headersOf(input, options),
    // A redirect is an answer of its own.
    redirect: 'manual',
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
  });
  const response = await (options.fetch ?? fetch)(request);
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  const isJson = /^application\/([\w.-]+\+)?json\b/.test(type);
  const content: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
  const declared = route.responses[response.status];
  if (!declared || type.startsWith('application/problem+json')) {
    throw new ProblemError(response, (content ?? {}) as Partial<Problem>);
  }
  const body = '_zod' in declared ? content : isRaw(declared) ? text : undefined;
  return { status: response.status, headers: response.headers, body };
}

const isRaw = (response: object) => 'contentType' in response;

function urlOf({ path }: RouteDefinition, { params = {}, query = {} }: AnyInput, baseUrl: string) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const url = new URL(`${baseUrl.replace(/\/$/, '')}${filled}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

async function headersOf(
  { body, headers }: AnyInput,
  { token, apiKey }: ClientOptions,
): Promise<Headers> {
  const present = typeof token === 'function' ? await token() : token;
  const credentials =
    present === undefined
      ? apiKey !== undefined && { 'x-api-key': apiKey }
      : { authorization: `Bearer ${present}` };
  return new Headers({
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...credentials,
    ...headers,
  });
}
