import * as z from 'zod';
import { roleMissing } from '../../lib/auth/errors.ts';
import { memberAuthOf, requiredCredential, requiredScopes } from '../../lib/auth/route-auth.ts';
import { companyNotFound } from '../../lib/companies/errors.ts';
import { errorsOf } from '../../lib/http/implied-errors.ts';
import type { RouteDefinition } from '../../lib/http/route.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import type { Scope } from '../../lib/scopes.ts';
import type { RouteScenario } from '../scenarios/scenario.ts';
import { type ApiKey, type Caller, credentialsOf, isKey, type User } from '../support/world.ts';
import {
  type AnyCall,
  type CarriedId,
  hasCursor,
  idsOf,
  misshapen,
  objectsIn,
  randomLike,
  textsOf,
  withRandomIds,
} from './calls.ts';
import { type Cast, refusedIdentities, secretsOf, subjectOf } from './identities.ts';

/** The call of a scenario, ready to be made. */
export interface Arranged {
  name: string;
  route: RouteDefinition;
  others: RouteScenario['others'];
  ruledByAdmins: boolean;
  repeated: RouteScenario['repeated'];
  bySecret: boolean;
  unknownIds: NonNullable<RouteScenario['unknownIds']>;
  /** Of a call that takes keys which are bound to a company: what one of another company is answered. */
  elsewhere: RouteScenario['elsewhere'];
  call: AnyCall;
  /** Who may make it; anybody when left out. */
  owner: Caller | undefined;
  /** Keys of the owner where they are a person: one for this call, one for all others. */
  keys: OwnKeys | undefined;
  /** Everybody whom the scenario made. */
  people: readonly User[];
  /** It ends every session of whoever makes it. */
  endsSessions: boolean;
}

export interface OwnKeys {
  fitting: ApiKey;
  lacking: ApiKey;
  short: readonly ShortKey[];
  /** Of calls that take such: bound to a company of theirs that the call is not about, or to its own. */
  bound: { elsewhere: ApiKey; here?: { fitting: ApiKey; lacking: ApiKey } } | undefined;
}

/** A key that lacks one of the scopes that a call needs beside those of its route. */
export interface ShortKey {
  lacks: Scope;
  key: ApiKey;
  code: ErrorCode;
}

/** A call that must be refused, and have no effect. */
export interface RefusedCall {
  name: string;
  route: RouteDefinition;
  call: AnyCall;
  headers: Readonly<Record<string, string>>;
  /** `absent`: what the route answers for what does not exist. Left out: whatever `like` says. */
  code?: ErrorCode | 'absent';
  /** Place in the body that the refusal must name. */
  names?: string;
  /** A call that must be answered exactly alike. */
  like?: RefusedCall;
  /** It may be told of people. */
  isTrusted?: boolean;
}

/** Whoever passes a route's `auth`. */
interface Passing {
  name: string;
  headers: Readonly<Record<string, string>>;
  isOwner: boolean;
}

/** All calls that must be refused, made from one that must not. */
export async function refusedCalls(
  arranged: Arranged,
  cast: Cast,
  all: readonly Arranged[],
): Promise<RefusedCall[]> {
  const passing = passingOf(arranged, cast);
  const isFirst = all.find(({ route }) => route.id === arranged.route.id) === arranged;
  return [
    ...(await byIdentity(arranged, cast, all)),
    ...passing.flatMap((caller) => byId(arranged, caller, cast, all)),
    ...passing.filter(({ isOwner }) => !isOwner).flatMap((caller) => byOthers(arranged, caller)),
    ...(isFirst ? byUnknownField(arranged) : []),
    ...byCursor(arranged, all),
    ...bySecretOfAnotherKind(arranged, cast, all),
    ...bySuspendedOwner(arranged, cast),
    ...byShortKey(arranged),
    ...byBoundKey(arranged),
  ];
}

/** The owner by a sign-in; who calls by a key is the first whom the scenario made. */
const signedInOwner = ({ owner, people }: Arranged) => (owner && isKey(owner) ? people[0] : owner);

const ownHeaders = ({ owner }: Arranged) => (owner ? credentialsOf(owner) : {});

function passingOf(arranged: Arranged, cast: Cast): Passing[] {
  const { route, owner } = arranged;
  const callers: Passing[] = [{ name: 'owner', headers: ownHeaders(arranged), isOwner: true }];
  if (!owner) return callers;
  if (route.auth === 'otp') {
    const headers = credentialsOf({ accessToken: cast.mfaToken });
    return [...callers, { name: 'outsider', headers, isOwner: false }];
  }
  const credential = requiredCredential(route.auth);
  const wanted = requiredScopes(route.auth);
  if (memberAuthOf(route.auth)) {
    const headers = credentialsOf(cast.keys.boundAdmin);
    callers.push({ name: 'key bound to another company', headers, isOwner: false });
  }
  for (const name of ['outsider', 'admin'] as const) {
    const { scopes } = subjectOf(cast[name]);
    if (!wanted.every((scope) => scopes.includes(scope))) continue;
    const [byToken, byKey] = [cast[name], cast.keys[name]].map(credentialsOf);
    if (byToken && credential !== 'api_key') {
      callers.push({ name, headers: byToken, isOwner: false });
    }
    if (byKey && credential !== 'session') {
      callers.push({ name: `key of ${name}`, headers: byKey, isOwner: false });
    }
  }
  return callers;
}

/** Credentials that are refused make no difference between what exists and what does not. */
async function byIdentity(
  arranged: Arranged,
  cast: Cast,
  all: readonly Arranged[],
): Promise<RefusedCall[]> {
  const { route, call, keys } = arranged;
  const secrets = heldSecrets(arranged, cast, all);
  const owner = signedInOwner(arranged) ?? cast.outsider;
  const lackingKey = keys?.lacking;
  const identities = await refusedIdentities({ owner, lackingKey }, route.auth, cast, secrets);
  if (route.auth === 'public') return byNobody(arranged, identities);
  const unknown = withRandomIds(call);
  return identities
    .filter(({ code }) => code !== 'auth.credentials_missing' || route.auth !== 'optional')
    .flatMap(({ name, headers, code }) => {
      const refused: RefusedCall = { name, route, call, headers, code };
      if (idsOf(call).length === 0) return [refused];
      const like: RefusedCall = { name: `${name}, random id`, route, call: unknown, headers, code };
      return [{ ...refused, like }];
    });
}

/** Public routes look at no credentials: with any the answer is the same. */
function byNobody(
  { route, call, bySecret: isTrusted }: Arranged,
  identities: readonly Pick<RefusedCall, 'name' | 'headers'>[],
): RefusedCall[] {
  const [object] = objectsIn(call.body);
  if (route.method !== 'GET' && !object) return [];
  const probe: AnyCall = object ? { ...call, body: object.with('unknown', true) } : call;
  const like: RefusedCall = {
    name: 'anybody',
    route,
    call: probe,
    headers: {},
    isTrusted,
    ...(object && { code: 'request.invalid' as const }),
  };
  return identities.map(({ name, headers }) => {
    return { name, route, call: probe, headers, like, isTrusted };
  });
}

/**
 * Under a company whoever is no member of it is answered as in one that never was, whatever else they
 * send.
 */
function byStranger(
  { route, call }: Arranged,
  { name: caller, headers }: Passing,
  companyId: CarriedId,
): RefusedCall[] {
  const code = 'companies.company_not_found';
  const random = companyId.replaced(randomLike(companyId));
  const like: RefusedCall = {
    name: `${caller}, random company`,
    route,
    call: random,
    headers,
    code,
  };
  const changed: [what: string, call: AnyCall][] = [
    ...misshapen(companyId).map(([what, text]): [string, AnyCall] => [
      `${companyId.place} ${what}`,
      companyId.replaced(text),
    ]),
    ...idsOf(call)
      .filter(({ place }) => place !== companyId.place)
      .flatMap((id): [string, AnyCall][] => [
        [`${id.place} random`, id.replaced(randomLike(id))],
        [`${id.place} of another kind`, id.replaced(companyId.value)],
      ]),
    ['an unknown parameter', { ...call, query: { ...call.query, unknown: 1 } }],
    ...objectsIn(call.body).map((object): [string, AnyCall] => [
      `${object.place}.unknown`,
      { ...call, body: object.with('unknown', true) },
    ]),
  ];
  return changed.map(([what, itsCall]) => ({
    name: `${caller}, ${what}`,
    route,
    call: itsCall,
    headers,
    like,
  }));
}

/** The id of the company in the path of a route for members. */
const companyIn = ({ route, call }: Pick<Arranged, 'route' | 'call'>): CarriedId | undefined =>
  memberAuthOf(route.auth) && idsOf(call).find(({ place }) => place === 'params.companyId');

/** Each id of the call in turn: another one of its kind, and what is none. */
function byId(
  arranged: Arranged,
  passing: Passing,
  { ofSuspended, companyId }: Cast,
  all: readonly Arranged[],
): RefusedCall[] {
  const { name: scenario, route, call, unknownIds } = arranged;
  const { name: caller, headers } = passing;
  const company = companyIn(arranged);
  if (company && !passing.isOwner) return byStranger(arranged, passing, company);
  // A cursor is bound to the filters that it was made with.
  const code = hasCursor(call) && !company ? 'request.invalid_cursor' : 'absent';
  return idsOf(call).flatMap((id) => {
    const withId = (what: string, text: string): RefusedCall => ({
      name: `${caller}, ${id.place} ${what}`,
      route,
      call: id.replaced(text),
      headers,
    });
    const misshapenIds = misshapen(id).map(([what, text]): RefusedCall => {
      // Membership comes before the input.
      const isSought = id.place === company?.place;
      if (isSought) return { ...withId(what, text), code: 'absent' };
      // Who may act on themselves alone is told so, whatever else the path names.
      const isOneself = memberAuthOf(route.auth)?.orOneself && unknownIds[id.place];
      return {
        ...withId(what, text),
        code: isOneself === roleMissing.code ? isOneself : 'request.invalid',
      };
    });
    const answered = unknownIds[id.place] ?? code;
    if (answered === 'taken') return misshapenIds;
    const like: RefusedCall = { ...withId('random', randomLike(id)), code: answered };
    // Whoever rules over accounts and what is theirs reaches what others do not see.
    const isRuling = isAdministration(route);
    // The record of a company is everybody's, what is under it its members'.
    const isOpen = id.kind === 'company' && arranged.others === 'same';
    const suspended = isRuling ? undefined : ofSuspended[id.kind];
    const isForeign = id.kind === 'company' && company !== undefined;
    const hidden =
      isRuling || isOpen
        ? []
        : hiddenIds(
            id,
            all.filter(({ name }) => name !== scenario),
          );
    return [
      { ...withId('random too', randomLike(id)), like },
      ...(suspended === undefined ? [] : [{ ...withId('of somebody suspended', suspended), like }]),
      ...(isForeign ? [{ ...withId('of another company', companyId), like }] : []),
      ...hidden.map(({ name, value }) => ({ ...withId(`of ${name}`, value), like })),
      ...misshapenIds,
    ];
  });
}

const mostHidden = 3;

/** Ids of the same kind of what only its owners may know of. */
function hiddenIds({ kind, value }: CarriedId, others: readonly Arranged[]) {
  return (
    others
      .filter(({ others: answered }) => answered === 'hidden')
      // That somebody is a member of a company is hidden, not who they are.
      .filter(({ route }) => kind !== 'user' || !memberAuthOf(route.auth))
      .flatMap(({ name, call }) =>
        idsOf(call)
          .filter((id) => id.kind === kind && id.value !== value)
          .map((id) => ({ name, value: id.value })),
      )
      .slice(0, mostHidden)
  );
}

/** The owner's own call by somebody else with the same scopes. */
function byOthers({ route, call, others }: Arranged, { name, headers }: Passing): RefusedCall[] {
  if (others === 'same' || others === 'own') return [];
  if (others !== 'hidden') return [{ name, route, call, headers, code: others }];
  const unknown = withRandomIds(call);
  const isOfMembers = memberAuthOf(route.auth) !== undefined;
  const code = hasCursor(call) && !isOfMembers ? 'request.invalid_cursor' : 'absent';
  const like: RefusedCall = { name: `${name}, random id`, route, call: unknown, headers, code };
  return [{ name, route, call, headers, like }];
}

/** The owner's own call by what has all scopes of the route, and not all that the call needs. */
const byShortKey = ({ route, call, keys }: Arranged): RefusedCall[] =>
  (keys?.short ?? []).map(({ lacks, key, code }) => ({
    name: `key of owner without ${lacks}`,
    route,
    call,
    headers: credentialsOf(key),
    code,
  }));

/** The owner's own call by keys that are bound to a company: to another one, or without its scopes. */
function byBoundKey({ route, call, keys, elsewhere }: Arranged): RefusedCall[] {
  if (!keys?.bound) return [];
  const { here, elsewhere: key } = keys.bound;
  const headers = credentialsOf(key);
  const name = 'key of owner bound to another company';
  const unknown = withRandomIds(call);
  const like: RefusedCall = {
    name: `${name}, random id`,
    route,
    call: unknown,
    headers,
    code: 'absent',
  };
  const isRefused = elsewhere !== undefined && elsewhere !== 'same' && elsewhere !== 'own';
  const isAbsent = memberAuthOf(route.auth) !== undefined || elsewhere === 'absent';
  return [
    ...(isAbsent ? [{ name, route, call, headers, like }] : []),
    ...(isRefused && !isAbsent ? [{ name, route, call, headers, code: elsewhere }] : []),
    ...(here
      ? [
          {
            name: 'bound key of owner without its scopes',
            route,
            call,
            headers: credentialsOf(here.lacking),
            code: 'auth.scope_missing' as const,
          },
        ]
      : []),
  ];
}

/** Fields that the service alone sets, with values that somebody would like them to have. */
const forbiddenFields: Readonly<Record<string, unknown>> = {
  role: 'admin',
  roles: ['admin'],
  isAdmin: true,
  admin: true,
  scope: 'admin',
  scopes: ['admin'],
  permissions: ['*'],
  ownerId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  userId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  authorId: 'usr_01jd3v9k2m4n5p6q7r8s9t0v1w',
  companyId: 'com_01jd3v9k2m4n5p6q7r8s9t0v1w',
  sessionId: 'ses_01jd3v9k2m4n5p6q7r8s9t0v1w',
  id: 'post_01jd3v9k2m4n5p6q7r8s9t0v1w',
  likeCount: 1_000_000,
  replyCount: 1_000_000,
  postCount: 1_000_000,
  followerCount: 1_000_000,
  followingCount: 1_000_000,
  verified: true,
  emailVerified: true,
  status: 'active',
  createdAt: '2000-01-01T00:00:00.000Z',
  updatedAt: '2000-01-01T00:00:00.000Z',
  deletedAt: null,
  expiresAt: 4_102_444_800,
  version: 1_000,
  generation: 1,
  delivery: 'merge',
  addressKey: 'somebody.else@example.com',
  passwordHash: '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA',
  pk: 'post#1',
  sk: 'post',
  gsi1pk: 'post#1',
  gsi1sk: 'post',
  __edb_e__: 'user',
  __edb_v__: '1',
  writtenBy: 'system',
  correlationId: 'request',
};

/** Whether a contract has a record of any fields at a path: nothing is made of what clients add there. */
function isOpen(schema: unknown, path: readonly string[]): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return isOpen(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodRecord) return path.length === 0;
  if (!(schema instanceof z.ZodObject)) return false;
  const [field, ...rest] = path;
  return field !== undefined && isOpen(schema.shape[field], rest);
}

/** Each forbidden field in each object of a body that is otherwise taken. */
function byUnknownField(arranged: Arranged): RefusedCall[] {
  const { route, call } = arranged;
  const { body: schema } = route;
  if (!schema) return [];
  const own = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const closed = objectsIn(call.body).filter(
    ({ place }) => !isOpen(schema, place.split('.').slice(1)),
  );
  return closed.flatMap((object) =>
    Object.entries(forbiddenFields)
      .filter(([field]) => !object.fields.includes(field))
      .filter(([field]) => object.place !== 'body' || !own.includes(field))
      .map(([field, value]): RefusedCall => {
        const names = `${object.place}.${field}`;
        const changed = { ...call, body: object.with(field, value) };
        const headers = ownHeaders(arranged);
        return { name: names, route, call: changed, headers, code: 'request.invalid', names };
      }),
  );
}

/** Whether a route is for administrators alone. */
export const isAdministration = ({ auth }: RouteDefinition): boolean =>
  typeof auth === 'object' && 'role' in auth;

/** The cursor of a page on other routes, and changed in each of its parts. */
function byCursor(arranged: Arranged, all: readonly Arranged[]): RefusedCall[] {
  const { route, call } = arranged;
  const { cursor } = call.query ?? {};
  if (typeof cursor !== 'string') return [];
  const headers = ownHeaders(arranged);
  const code = 'request.invalid_cursor';
  const elsewhere = all
    .filter((other) => other.route.paginated && other.route.id !== route.id)
    .filter((other) => isAdministration(route) || !isAdministration(other.route))
    .map((other): RefusedCall => {
      const fits = other.route.params?.safeParse(call.params).success ?? false;
      const params = fits ? call.params : other.call.params;
      const query = { ...other.call.query, cursor };
      const there = { ...(params && { params }), query };
      const isStranger = !fits && memberAuthOf(other.route.auth) !== undefined;
      return {
        name: `cursor of ${arranged.name}`,
        route: other.route,
        call: there,
        headers,
        code: isStranger ? companyNotFound.code : code,
      };
    });
  const changed = changedCursors(cursor).map(([what, text]): RefusedCall => {
    const query = { ...call.query, cursor: text };
    return { name: `cursor ${what}`, route, call: { ...call, query }, headers, code };
  });
  return [...new Map(elsewhere.map((there) => [there.route.id, there])).values(), ...changed];
}

function changedCursors(cursor: string): [what: string, text: string][] {
  const bytes = Buffer.from(cursor, 'base64url');
  const flipped = (at: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed.toString('base64url');
  };
  const step = Math.max(1, Math.floor(bytes.length / 24));
  const places = Array.from(bytes.keys()).filter(
    (at) => at % step === 0 || at === bytes.length - 1,
  );
  return [
    ...places.map((at): [string, string] => [`flipped at byte ${at}`, flipped(at)]),
    ['cut', bytes.subarray(0, -1).toString('base64url')],
    ['lengthened', Buffer.concat([bytes, Buffer.of(0)]).toString('base64url')],
    ['with a stray character', `${cursor}A`],
    ['padded', `${cursor}=`],
    ['twice', cursor + cursor],
    ['in lower case', cursor.toLowerCase()],
    ['of zeros', Buffer.alloc(bytes.length).toString('base64url')],
    ['as a plain position', Buffer.from('["2030-01-01","post_1"]').toString('base64url')],
  ];
}

/** Fields that take a secret: of what kind, and what is answered to any other. */
const secretFields: Readonly<Record<string, { kind: string; code: ErrorCode }>> = {
  password: { kind: 'a password', code: 'auth.invalid_credentials' },
  refreshToken: { kind: 'a refresh token', code: 'auth.refresh_token_invalid' },
  token: { kind: 'a mailed token', code: 'auth.verification_token_invalid' },
  recoveryCode: { kind: 'a recovery code', code: 'auth.mfa_code_invalid' },
  cursor: { kind: 'a cursor', code: 'request.invalid_cursor' },
};

/** Each kind of token and secret where another one is wanted. */
function bySecretOfAnotherKind(
  arranged: Arranged,
  cast: Cast,
  all: readonly Arranged[],
): RefusedCall[] {
  const { route, call } = arranged;
  const { accessToken } = signedInOwner(arranged) ?? cast.outsider;
  const secrets = { ...heldSecrets(arranged, cast, all), 'an access token': accessToken };
  const declared = errorsOf(route).map(({ code }) => code);
  return textsOf(call).flatMap(({ field, place, replaced }) => {
    const wanted = secretFields[field];
    if (!wanted || !declared.includes(wanted.code)) return [];
    return Object.entries(secrets)
      .filter(([kind]) => kind !== wanted.kind)
      .map(([kind, text]): RefusedCall => {
        const headers = ownHeaders(arranged);
        const { code } = wanted;
        return { name: `${kind} as ${place}`, route, call: replaced(text), headers, code };
      });
  });
}

/** What the owner of a call holds but for access tokens, and a cursor of a scenario that has one. */
function heldSecrets(
  arranged: Arranged,
  cast: Cast,
  all: readonly Arranged[],
): Record<string, string> {
  const { people } = arranged;
  const token = signedInOwner(arranged)?.accessToken;
  const person = people.find(({ accessToken }) => accessToken === token) ?? people[0];
  const cursors = all.map(({ call }) => call.query?.cursor);
  const cursor = cursors.find((text) => typeof text === 'string');
  return { ...secretsOf(person ?? cast.outsider, cast), ...(cursor && { 'a cursor': cursor }) };
}

/** The call with the address or refresh token of somebody suspended where an owner's stands. */
function bySuspendedOwner({ route, call, people }: Arranged, { suspended }: Cast): RefusedCall[] {
  const code = 'auth.account_suspended';
  if (!route.errors.some((error) => error.code === code)) return [];
  return people.flatMap(({ email, refreshToken }) =>
    textsOf(call).flatMap(({ value, place, replaced }): RefusedCall[] => {
      if (value !== email && value !== refreshToken) return [];
      const theirs = value === email ? suspended.email : suspended.refreshToken;
      return [{ name: `suspended, ${place}`, route, call: replaced(theirs), headers: {}, code }];
    }),
  );
}
