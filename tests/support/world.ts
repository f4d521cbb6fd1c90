import { randomBytes } from 'node:crypto';
import { type CallInput, createClient, ProblemError } from '../../lib/client/client.ts';
import { now } from '../../lib/clock.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { SignedInView } from '../../lib/identity/sign-in/schema.ts';
import { newId } from '../../lib/ids.ts';
import type { Mail } from '../../lib/local/services/mail.ts';
import type { IdentityProvider } from '../../lib/schema/identity-providers.ts';
import type { Scope } from '../../lib/scopes.ts';
import { type Answer, type BodyOf, describeAnswer, readAnswer } from './answer.ts';
import { type Api, type ApiOptions, openApi, rememberMovedClock } from './api.ts';
import type { Person } from './people.ts';

/** Somebody who signed up and logged in. */
export interface User {
  id: string;
  name: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
  session: { id: string };
}

/** A post, as far as tests look at it. */
export interface Post {
  id: string;
  text: string;
  author: { id: string };
  likeCount: number;
  version: number;
}

/** An API key, as far as tests look at it. */
export interface ApiKey {
  id: string;
  /** Its text. */
  key: string;
}

export type SignedIn = Pick<User, 'accessToken'>;

/** Who calls, by a sign-in or an API key; nobody when left out. */
export type Caller = SignedIn | Pick<ApiKey, 'key'>;

export const isKey = (caller: Caller): caller is Pick<ApiKey, 'key'> => 'key' in caller;

/** The header by which somebody tells who they are. */
export const credentialsOf = (caller: Caller): Record<string, string> =>
  isKey(caller) ? { 'x-api-key': caller.key } : { authorization: `Bearer ${caller.accessToken}` };

interface RequestOptions {
  as?: Caller | undefined;
  headers?: Record<string, string>;
  /** The address that it comes from; in process only. */
  from?: string;
  /** Sent as it is when it is text or bytes, else as JSON. */
  body?: unknown;
}

/** What a call of a route takes, by its contract. */
export type CallOptions<R extends RouteDefinition> = CallInput<R> & { as?: Caller | undefined };

type CallArguments<R extends RouteDefinition> =
  Record<never, never> extends CallInput<R>
    ? [options?: CallOptions<R>]
    : [options: CallOptions<R>];

/** What an ID token is to say; `subject` is unique to the world. */
export interface IdTokenOrder {
  provider?: IdentityProvider;
  subject: string;
  email?: string;
  emailVerified?: boolean;
  name?: string;
  audience?: string;
  expiresInSeconds?: number;
}

/** The people of one test and all they do, through the API alone. */
export interface World {
  /** Somebody who has signed up and is signed in; addresses are unique to the world. */
  user: (name: string) => Promise<User>;
  /** Signs up and signs in through the API, for tests of what comes of that. */
  signUp: (name: string) => Promise<User>;
  /** Somebody, or `user`, with credentials of just these scopes; in process only. */
  callerWith(scopes: readonly Scope[], user?: User): Promise<SignedIn>;
  /** An ID token as a provider would sign it. */
  idToken(order: IdTokenOrder): Promise<string>;
  /** Makes an API key of somebody who is signed in, for a company alone where one is named. */
  apiKey(owner: SignedIn, scopes: readonly Scope[], companyId?: string): Promise<ApiKey>;
  follow(follower: User, followee: User): Promise<void>;
  post(author: User, text: string): Promise<Post>;
  /** Calls a route; the body is typed by its contract. */
  call<R extends RouteDefinition>(
    route: R,
    ...options: CallArguments<R>
  ): Promise<Answer<BodyOf<R>>>;
  /** Sends any request, also one that no contract allows. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Resolves when the stream and all queues are empty and no worker runs. */
  drain(): Promise<void>;
  /** Mails that an address has got once all workers are done, newest first. */
  mails(filter: { to: string }): Promise<Mail[]>;
  /** Moves the clock of handlers and workers. */
  advance(seconds: number): Promise<void>;
  /** Runs a scheduled task now, or as if fired at another time; `force`: with what it holds back. */
  runTask(name: string, options?: { at?: Date; force?: boolean }): Promise<void>;
}

const password = 'a stone bridge over quiet water';

const toUser = (person: Person, view: SignedInView): User => {
  const { user, accessToken, refreshToken, session } = view;
  return { id: user.id, ...person, accessToken, refreshToken, session };
};

export async function createWorld(options: ApiOptions = {}): Promise<World> {
  return worldOf(await openApi(options));
}

/** The people of one test on a given API. */
export function worldOf(api: Api): World {
  const name = randomBytes(5).toString('hex');
  let people = 0;

  async function request(
    method: string,
    path: string,
    { as, headers = {}, from, body }: RequestOptions = {},
  ): Promise<Answer> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const response = await api.fetch(
      new Request(`${api.baseUrl}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(as && credentialsOf(as)),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: raw
          ? ((body as string | Uint8Array<ArrayBuffer> | undefined) ?? null)
          : JSON.stringify(body),
      }),
      from,
    );
    return readAnswer(`${method} ${path}`, response);
  }

  /** The body of an answer that the rest of the test stands on. */
  async function must(status: number, answer: Promise<Answer>): Promise<unknown> {
    const got = await answer;
    if (got.status !== status) throw new Error(`wanted ${status}, but ${describeAnswer(got)}`);
    return got.body;
  }

  const local = (method: string, path: string, body?: unknown) =>
    must(200, request(method, `/_local${path}`, { body }));

  const nextPerson = (called: string): Person => {
    people += 1;
    return { name: called, email: `${called}.${people}.${name}@example.com`, password };
  };

  async function signUp(called: string): Promise<User> {
    const person = nextPerson(called);
    await must(201, request('POST', '/v1/auth/sign-up', { body: person }));
    const { email } = person;
    const body = await must(200, request('POST', '/v1/auth/login', { body: { email, password } }));
    return toUser(person, body as SignedInView);
  }

  return {
    request,
    async call(route, ...[{ as, ...input } = {} as CallOptions<typeof route>]) {
      let answer: Answer | undefined;
      const client = createClient(
        { of: { the: route as RouteDefinition } },
        {
          baseUrl: api.baseUrl,
          ...(as && (isKey(as) ? { apiKey: as.key } : { token: as.accessToken })),
          fetch: async (sent) => {
            const response = await api.fetch(sent);
            answer = await readAnswer(`${route.method} ${route.path}`, response.clone());
            return response;
          },
        },
      );
      try {
        await client.of.the(input as CallInput<RouteDefinition>);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
      }
      return answer as Answer<BodyOf<typeof route>>;
    },
    async user(called) {
      if (!api.makePerson) return signUp(called);
      const person = nextPerson(called);
      return toUser(person, await api.makePerson(person));
    },
    signUp,
    async callerWith(scopes, user) {
      const time = now();
      const userId = user?.id ?? newId('user', time);
      const sessionId = user?.session.id ?? newId('session', time);
      // Imported late: it reads the configuration, which over HTTP is not this process's.
      const { issueAccessToken } = await import('../../lib/auth/tokens.ts');
      return { accessToken: await issueAccessToken({ userId, sessionId, scopes }, time) };
    },
    async idToken({ provider = 'google', subject, ...said }) {
      const order = { provider, subject: `${subject}.${name}`, ...said };
      const body = await local('POST', '/identity-tokens', order);
      return (body as { idToken: string }).idToken;
    },
    async apiKey(as, scopes, companyId) {
      const body = { name: 'A key of a test', scopes, companyId };
      return (await must(201, request('POST', '/v1/auth/api-keys', { as, body }))) as ApiKey;
    },
    async follow(follower, followee) {
      await must(200, request('PUT', `/v1/users/${followee.id}/follow`, { as: follower }));
    },
    async post(author, text) {
      const body = await must(201, request('POST', '/v1/posts', { as: author, body: { text } }));
      return body as Post;
    },
    async drain() {
      await local('POST', '/drain', {});
    },
    async mails({ to }) {
      await local('POST', '/drain', {});
      return (await local('GET', `/mails?to=${encodeURIComponent(to)}`)) as Mail[];
    },
    async advance(seconds) {
      rememberMovedClock();
      await local('POST', '/clock', { advanceSeconds: seconds });
    },
    async runTask(task, { at, force } = {}) {
      await local('POST', `/tasks/${task}`, { ...(at && { at: at.toISOString() }), force });
    },
  };
}
