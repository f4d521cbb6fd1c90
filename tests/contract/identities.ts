import { randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { getMe } from '../../functions/identity/profiles/routes.ts';
import {
  type Auth,
  requiredCredential,
  requiredScopes,
  takesCompanyKeys,
} from '../../lib/auth/route-auth.ts';
import { newId } from '../../lib/ids.ts';
import type { ErrorCode } from '../../lib/registry/errors.ts';
import type { IdKind } from '../../lib/schema/ids.ts';
import { scopes as allScopes, holdableScopes, type Scope } from '../../lib/scopes.ts';
import { bodyOf, challengedCaller, userWithTotp } from '../scenarios/arrange.ts';
import { companyOf } from '../support/companies.ts';
import { mailedToken } from '../support/mailed.ts';
import { pngOf } from '../support/pictures.ts';
import { readyFile } from '../support/ready-file.ts';
import {
  type ApiKey,
  credentialsOf,
  type SignedIn,
  type User,
  type World,
} from '../support/world.ts';

/* Who calls, and by which credentials. */

/** People who stand outside of every scenario. */
export interface Cast {
  /** The administrator, who owns a company that is no scenario's. */
  admin: User;
  /** The company of the administrator. */
  companyId: string;
  /** Somebody who may do what everybody may, and is a member of no company. */
  outsider: User;
  /** Somebody whose account was suspended while they were signed in. */
  suspended: User;
  /** Ids of what others could see of somebody before their account was suspended, one of a kind. */
  ofSuspended: Readonly<Partial<Record<IdKind | 'handle', string>>>;
  /**
   * Keys with all scopes that their owners can give; of the administrator also one without `admin`, and
   * one that is bound to their company.
   */
  keys: { admin: ApiKey; narrowAdmin: ApiKey; boundAdmin: ApiKey; outsider: ApiKey };
  /** Texts of keys that are not honoured, by what is wrong with them. */
  refusedKeys: Readonly<Record<string, string>>;
  /** The token of somebody who has yet to show their second factor. */
  mfaToken: string;
  /** A session that was signed out. */
  revokedSessionId: string;
  /** A verification token that was mailed and not used. */
  mailedToken: string;
}

/** Credentials that must be refused, whatever is asked for. */
export interface RefusedIdentity {
  name: string;
  headers: Readonly<Record<string, string>>;
  code: ErrorCode;
}

/** Must come first in an empty table: the first account is the administrator's. */
export async function gatherCast(world: World): Promise<Cast> {
  const admin = await world.user('admin');
  const [outsider, suspended, gone] = [
    await world.signUp('outsider'),
    await world.user('suspended'),
    await world.user('gone'),
  ];
  const { status } = await world.request('POST', '/v1/auth/logout', { as: gone });
  if (status !== 204) throw new Error(`Signing out answered ${status}`);
  const { id: companyId } = await companyOf(world, admin);
  const keys = {
    admin: await world.apiKey(admin, allScopes),
    boundAdmin: await world.apiKey(admin, allScopes, companyId),
    narrowAdmin: await world.apiKey(admin, holdableScopes('user')),
    outsider: await world.apiKey(outsider, holdableScopes('user')),
  };
  const refusedKeys = await refusedKeysOf(world, outsider, suspended, keys);
  const ofSuspended = await shownBy(world, suspended);
  await suspend(suspended);
  const { user: challenged } = await userWithTotp(world, 'challenged');
  const { accessToken: mfaToken } = await challengedCaller(world, challenged);
  const verificationToken = await mailedToken(world, outsider.email, 'Verify your address');
  const revokedSessionId = gone.session.id;
  const refused = { refusedKeys, revokedSessionId };
  return {
    admin,
    companyId,
    outsider,
    suspended,
    ofSuspended,
    keys,
    ...refused,
    mfaToken,
    mailedToken: verificationToken,
  };
}

/** Shows everybody something of each kind. */
async function shownBy(world: World, user: User): Promise<Cast['ofSuspended']> {
  const { handle } = await bodyOf(world.call(getMe, { as: user }));
  const { id: file } = await readyFile(world, user, await pngOf(4, 3), { visibility: 'public' });
  const { id: post } = await world.post(user, 'Here I am');
  await world.drain();
  return { user: user.id, handle: `@${handle}`, post, file };
}

async function refusedKeysOf(
  world: World,
  outsider: User,
  suspended: User,
  keys: Cast['keys'],
): Promise<Record<string, string>> {
  const { key } = keys.outsider;
  const scopes = holdableScopes('user');
  const deleted = await world.apiKey(outsider, scopes);
  const path = `/v1/auth/api-keys/${deleted.id}`;
  const { status } = await world.request('DELETE', path, { as: outsider });
  if (status !== 204) throw new Error(`Deleting a key answered ${status}`);
  const expiresAt = new Date(Date.now() + 5000).toISOString();
  const brief = await world.request('POST', '/v1/auth/api-keys', {
    as: outsider,
    body: { name: 'For a moment', scopes, expiresAt },
  });
  return {
    deleted: deleted.key,
    'of somebody suspended': (await world.apiKey(suspended, scopes)).key,
    'that nobody made': key.replace(/_[0-9a-z]{26}_/, `_${newId('apiKey', new Date()).slice(4)}_`),
    // The clock goes on further than that before the first call.
    expired: (brief.body as ApiKey).key,
    'with the secret of another': keys.admin.key.slice(0, -43) + key.slice(-43),
    'of another stage': key.replace(/^moa_[a-z]+_/, 'moa_prod_'),
    'in upper case': key.toUpperCase(),
    'cut short': key.slice(0, -1),
    'with a character behind it': `${key}A`,
    'without its secret': key.slice(0, -44),
    'with another secret': key.slice(0, -43) + randomBytes(32).toString('base64url'),
    twice: `${key}, ${key}`,
  };
}

/** Leaves what a suspension leaves, without the call of an administrator. */
async function suspend({ id: userId, session }: User): Promise<void> {
  // Imported late: they read the configuration, which a stack sets first.
  const { Users } = await import('../../lib/identity/accounts/users.entity.ts');
  const { Revocations } = await import('../../lib/auth/revocations.entity.ts');
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  await Users.patch({ userId }).set({ status: 'suspended' }).go();
  await Revocations.put({ subject: session.id, sessionIds: [session.id], expiresAt }).go();
}

interface Subject {
  userId: string;
  sessionId: string;
  scopes: readonly Scope[];
}

/** Whom a good token names. */
export function subjectOf({ accessToken }: SignedIn): Subject {
  const { sub = '', sid, scope } = decodeJwt<{ sid: string; scope: string }>(accessToken);
  return { userId: sub, sessionId: sid, scopes: scope.split(' ') as Scope[] };
}

/** Another session of a user, with these scopes; it does not count among those one may have. */
export async function sessionOf(
  world: World,
  user: User,
  scopes: readonly Scope[],
): Promise<SignedIn> {
  const { Sessions } = await import('../../lib/identity/sessions/sessions.entity.ts');
  const { data } = await Sessions.get({ userId: user.id, sessionId: user.session.id }).go();
  if (!data) throw new Error(`${user.name} is not signed in`);
  const session = { id: newId('session', new Date()) };
  await Sessions.create({ ...data, sessionId: session.id }).go();
  return world.callerWith(scopes, { ...user, session });
}

/** A token for `subject` as it would have been issued at a time. */
export async function tokenOf(subject: Subject, issuedAt: Date): Promise<SignedIn> {
  const { issueAccessToken } = await import('../../lib/auth/tokens.ts');
  return { accessToken: await issueAccessToken(subject, issuedAt) };
}

const quarterHourAgo = () => new Date(Date.now() - 16 * 60_000);

/**
 * Credentials that are those of `owner`, who may make the call, but for one thing; and those of
 * somebody suspended. Routes without scopes know none that are missing.
 *
 * @param lackingKey a key of theirs without the scopes that the route asks for
 */
export async function refusedIdentities(
  { owner, lackingKey }: { owner: SignedIn; lackingKey: ApiKey | undefined },
  auth: Auth,
  cast: Cast,
  secrets: Readonly<Record<string, string>>,
): Promise<RefusedIdentity[]> {
  if (auth === 'otp') return refusedAtChallenge(cast, secrets);
  const subject = subjectOf(owner);
  const good = credentialsOf(owner).authorization ?? '';
  const goodKey = cast.keys.outsider.key;
  const credential = requiredCredential(auth);
  const scopes = requiredScopes(auth);
  const invalid = (name: string, authorization: string): RefusedIdentity => ({
    name,
    headers: { authorization },
    code: 'auth.token_invalid',
  });
  const invalidKey = (name: string, text: string): RefusedIdentity => ({
    name,
    headers: { 'x-api-key': text },
    code: 'auth.api_key_invalid',
  });
  const byToken = async (name: string, caller: SignedIn | Promise<SignedIn>) =>
    invalid(name, `Bearer ${(await caller).accessToken}`);
  const withoutScope = async (scope: Scope): Promise<RefusedIdentity> => {
    const others = allScopes.filter((other) => other !== scope);
    const caller = await tokenOf({ ...subject, scopes: others }, new Date());
    return { name: `without ${scope}`, headers: credentialsOf(caller), code: 'auth.scope_missing' };
  };
  const ofOtherKind: RefusedIdentity[] =
    credential === undefined
      ? []
      : [
          {
            name: 'with credentials of the other kind',
            headers: credential === 'session' ? { 'x-api-key': goodKey } : { authorization: good },
            code: `auth.${credential}_required`,
          },
        ];
  const lacking: RefusedIdentity[] =
    lackingKey && scopes.length > 0 && credential !== 'session'
      ? [
          {
            name: 'with a key for other things',
            headers: credentialsOf(lackingKey),
            code: 'auth.scope_missing',
          },
        ]
      : [];
  const takesOtherKeys =
    credential !== 'session' && auth !== 'public' && auth !== 'optional' && !takesCompanyKeys(auth);
  const bound: RefusedIdentity[] = takesOtherKeys
    ? [
        {
          name: 'with a key that is bound to a company',
          headers: credentialsOf(cast.keys.boundAdmin),
          code: 'auth.key_bound_to_company',
        },
      ]
    : [];
  return [
    { name: 'anonymous', headers: {}, code: 'auth.credentials_missing' },
    {
      name: 'with a token and a key',
      headers: { authorization: good, 'x-api-key': goodKey },
      code: 'auth.credentials_ambiguous',
    },
    invalid('with another scheme', good.replace('Bearer', 'Basic')),
    invalid('without a scheme', owner.accessToken),
    invalid('with an empty token', 'Bearer '),
    invalid('with two tokens', `${good}, ${good}`),
    invalid('with a token in quotes', `Bearer "${owner.accessToken}"`),
    invalid('with a token that is none', 'Bearer eyJhbGciOiJub25lIn0.e30.'),
    invalid('with a key as access token', `Bearer ${goodKey}`),
    await byToken('expired', tokenOf(subject, quarterHourAgo())),
    await byToken(
      'signed out',
      tokenOf({ ...subject, sessionId: cast.revokedSessionId }, new Date()),
    ),
    await byToken('suspended', cast.suspended),
    ...Object.entries(secrets).map(([kind, text]) =>
      invalid(`with ${kind} as access token`, `Bearer ${text}`),
    ),
    ...(credential === 'api_key' ? [] : await Promise.all(scopes.map(withoutScope))),
    ...Object.entries(cast.refusedKeys).map(([what, text]) =>
      invalidKey(`with a key ${what}`, text),
    ),
    invalidKey('with an access token as key', owner.accessToken),
    ...Object.entries(secrets).map(([kind, text]) => invalidKey(`with ${kind} as key`, text)),
    ...ofOtherKind,
    ...lacking,
    ...bound,
  ];
}

/** Credentials that are no token of a challenge that is open. */
async function refusedAtChallenge(
  { outsider, mfaToken }: Cast,
  secrets: Readonly<Record<string, string>>,
): Promise<RefusedIdentity[]> {
  const { issueMfaToken } = await import('../../lib/auth/mfa-tokens.ts');
  const { userId } = subjectOf(outsider);
  const expired = await issueMfaToken({ userId, challengeId: randomUUID() }, quarterHourAgo());
  const wrong: Record<string, string> = {
    ...secrets,
    'an access token': outsider.accessToken,
    'an expired mfa token': expired,
  };
  const tokens = Object.entries(wrong).filter(([, text]) => text !== mfaToken);
  const code = 'auth.token_invalid';
  return [
    { name: 'anonymous', headers: {}, code: 'auth.credentials_missing' },
    { name: 'with another scheme', headers: { authorization: `Basic ${mfaToken}` }, code },
    { name: 'without a scheme', headers: { authorization: mfaToken }, code },
    ...tokens.map(
      ([kind, text]) =>
        ({
          name: `with ${kind} as mfa token`,
          headers: { authorization: `Bearer ${text}` },
          code,
        }) as const,
    ),
  ];
}

/** Every kind of token and secret that a person holds, but for the access token. */
export function secretsOf(person: User, cast: Cast): Record<string, string> {
  return {
    'a refresh token': person.refreshToken,
    'a mailed token': cast.mailedToken,
    'an mfa token': cast.mfaToken,
    'a password': person.password,
    'an idempotency key': randomUUID(),
    'a session id': person.session.id,
    'a user id': person.id,
  };
}
