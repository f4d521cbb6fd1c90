import type * as z from 'zod';
import type { Auth, MemberAuth } from '../auth/route-auth.ts';
import type {
  AnonymousCaller,
  ApiKeyCaller,
  OtpCaller,
  SessionCaller,
  UserCaller,
} from '../caller.ts';
import type {
  MemberContext,
  Membership,
  WritingMembership,
} from '../companies/membership/membership.ts';
import type { Context } from '../context.ts';
import type { ErrorDefinition } from '../errors/define-error.ts';
import type { Needs } from '../needs.ts';
import type { Reply } from './reply.ts';

/** `ANY` goes with the path `$default`: it answers what no other route does. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';

/** A bucket of `burst` requests that refills at `perMinute`. */
export interface RateLimit {
  /** Name in the `RateLimit-Policy` header. */
  name: string;
  /**
   * Whose bucket: one per source address, per caller, per caller's account, per company or object in
   * the path of a route under a company, or per the body's `email`.
   */
  by: 'source' | 'caller' | 'account' | 'company' | 'object' | 'email';
  /**
   * With `email`, and with `account` at the second step of a sign-in: a source where its owner is known
   * has a bucket of its own, so that whoever guesses elsewhere cannot lock them out.
   */
  knownSourcesApart?: true;
  /** The routes with a limit of this name draw from the same bucket; otherwise each has its own. */
  shared?: true;
  /** Counted by each container for itself, which costs no request: for what is cheap to do. */
  perContainer?: true;
  perMinute: number;
  burst: number;
}

/** A response body that is not JSON, or a response without one. */
export interface RawResponse {
  description: string;
  /** Media type of the body; left out for a response without one. */
  contentType?: string;
}

export interface RouteExamples {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Body of the usual successful answer. */
  response?: unknown;
  /** Bodies of the other successful answers, by status. */
  responses?: Readonly<Record<number, unknown>>;
}

/**
 * The statuses of success. A handler's plain value is answered with the first of these that its
 * route declares: what a route usually answers.
 */
const successes = [200, 201, 204, 202, 302, 303, 304, 308] as const;

/** The whole contract of a route: everything else about it is derived from here. */
export interface RouteDefinition {
  /** `<domain>.<verbNoun>`; names the handler's file, the function and the operation. */
  id: `${string}.${string}`;
  method: Method;
  /** As API Gateway writes it: `/v1/posts/{postId}`. */
  path: `/${string}` | '$default';
  /** Who may call it. */
  auth: Auth;
  summary: string;
  description?: string;
  /**
   * Answers HEAD as well, as monitors and downloaders send it: what GET answers, without the body; or
   * 200 of its own where GET leads elsewhere.
   */
  alsoHead?: true | RawResponse;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /**
   * JSON body; a strict object, so that unknown fields are refused. An optional one may be left out
   * of the request altogether.
   */
  body?: z.ZodType;
  /** The body may come as a form (`application/x-www-form-urlencoded`) as well: fields are texts. */
  form?: true;
  /** Adds `limit` and `cursor` to the query and seals the position in `nextCursor`. */
  paginated?: true;
  /** The caller must name the version it changes in `If-Match`. */
  ifMatch?: true;
  /** Takes `Idempotency-Key`: the first outcome is kept for 24 hours. */
  idempotent?: true;
  /**
   * Changes each of many records by itself, and commits the outcome last: a repeat of a request that
   * broke off goes on. Its context has `apply`.
   */
  bulk?: true;
  /** Left out, what writes is limited by {@link rateLimitsOf} all the same. */
  rateLimits?: readonly RateLimit[];
  /** Schema of each answer by status; one at least is a success (2xx or 3xx). */
  responses: Readonly<Record<number, z.ZodType | RawResponse>>;
  /** `Location` of what was created (201) or begun (202), with fields of the answer: `/v1/posts/{id}`. */
  location?: `/${string}`;
  errors: readonly ErrorDefinition[];
  examples: RouteExamples;
  /** What its function may do beyond what `auth`, `idempotent` and `rateLimits` imply. */
  needs: Needs;
  /** Files that its function reads, packaged with it; paths from the repository's root. */
  files?: readonly string[];
  /** Longest run in seconds; 10 unless said. */
  timeoutSeconds?: number;
  /** Megabytes of memory; 256 unless said. */
  memoryMb?: number;
}

/** A route that asks for a member names the company in its path, where the membership is looked for. */
type CompanyOf<R extends RouteDefinition> = R['auth'] extends MemberAuth
  ? { path: `/v1/companies/{companyId}${string}` }
  : unknown;

/**
 * Declares a route.
 *
 * @example
 * export const getPost = defineRoute({
 *   id: 'sns.getPost',
 *   method: 'GET',
 *   path: '/v1/posts/{postId}',
 *   summary: 'Read one post',
 *   auth: { scopes: ['posts:read'] },
 *   params: z.strictObject({ postId: id('post') }),
 *   responses: { 200: postView },
 *   errors: [postNotFound],
 *   examples: { params: { postId: 'post_01jd3v9k2m4n5p6q7r8s9t0v1w' }, response: examplePost },
 *   needs: { dynamodb: ['GetItem'] },
 * });
 */
export function defineRoute<const Definition extends RouteDefinition>(
  definition: Definition & CompanyOf<Definition>,
): Definition {
  return definition;
}

type StatusOf<R extends RouteDefinition> = keyof R['responses'] & number;

type FirstOf<Declared, Statuses> = Statuses extends readonly [infer First, ...infer Rest]
  ? First extends Declared
    ? First
    : FirstOf<Declared, Rest>
  : never;

/** What a route declares for its usual success; all that it declares, where that is not known. */
type UsualResponse<R extends RouteDefinition> =
  number extends StatusOf<R>
    ? R['responses'][number]
    : R['responses'][FirstOf<StatusOf<R>, typeof successes> & StatusOf<R>];

/** The body that a route's handler hands to the machinery, before it is checked and trimmed. */
export type ResponseBody<R extends RouteDefinition> =
  UsualResponse<R> extends infer Response
    ? Response extends z.ZodType
      ? z.input<Response>
      : undefined
    : never;

type ReplyBody<Response> = Response extends z.ZodType
  ? z.input<Response>
  : Response extends { contentType: string }
    ? string | Uint8Array
    : undefined;

/** An answer with any status that a route declares, and the body that belongs to it. */
export type ReplyOf<R extends RouteDefinition> =
  | { [Status in StatusOf<R>]: Reply<Status, ReplyBody<R['responses'][Status]>> }[StatusOf<R>]
  | (R['alsoHead'] extends RawResponse ? Reply<200, undefined> : never);

/** Who calls a route, by its `auth`. */
export type CallerOf<R extends RouteDefinition> = R['auth'] extends 'public'
  ? AnonymousCaller
  : R['auth'] extends 'optional'
    ? AnonymousCaller | UserCaller
    : R['auth'] extends 'otp'
      ? OtpCaller
      : R['auth'] extends { credential: 'session' }
        ? SessionCaller
        : R['auth'] extends { credential: 'api_key' }
          ? ApiKeyCaller
          : UserCaller;

/** What the verb of a route is given: under a company, as what the caller acts there too. */
export type ContextOf<R extends RouteDefinition> = R['auth'] extends MemberAuth
  ? MemberContext<R['method'] extends 'GET' ? Membership : WritingMembership>
  : Context<CallerOf<R>>;

export type ParsedParams<R extends RouteDefinition> = R['params'] extends z.ZodObject
  ? z.output<R['params']>
  : Record<never, never>;

export type ParsedQuery<R extends RouteDefinition> = R['query'] extends z.ZodObject
  ? z.output<R['query']>
  : Record<never, never>;

export type ParsedBody<R extends RouteDefinition> = R['body'] extends z.ZodType
  ? z.output<R['body']>
  : undefined;

/** Of each account on each route that writes and says nothing else. */
const writesOfAccount: RateLimit = {
  name: 'account',
  by: 'account',
  perContainer: true,
  perMinute: 120,
  burst: 240,
};

const reading: readonly Method[] = ['GET', 'ANY'];

/** The buckets that each request of a route draws from: its own, else one for all that writes. */
export function rateLimitsOf({
  method,
  auth,
  rateLimits,
}: Pick<RouteDefinition, 'method' | 'auth' | 'rateLimits'>): readonly RateLimit[] {
  if (rateLimits) return rateLimits;
  const isKnown = auth !== 'public' && auth !== 'optional';
  return isKnown && !reading.includes(method) ? [writesOfAccount] : [];
}

/** By which methods a route is asked for. */
export const methodsOf = ({ method, alsoHead }: RouteDefinition): readonly string[] =>
  alsoHead ? [method, 'HEAD'] : [method];

/** The statuses with which a route can succeed, the usual one first. */
export const successStatuses = ({ responses }: RouteDefinition): number[] =>
  successes.filter((status) => status in responses);

/** The status with which a route usually succeeds. */
export function successStatus(route: RouteDefinition): number {
  const [status] = successStatuses(route);
  if (status === undefined) throw new Error(`${route.id} declares no success`);
  return status;
}
