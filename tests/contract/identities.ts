import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { scopes as allScopes, type Scope } from '../../lib/auth/scopes.ts';
import type { ErrorCode } from '../../lib/errors/catalog.ts';
import type { Auth } from '../../lib/http/route.ts';
import { newId } from '../../lib/ids.ts';
import type { Caller, User, World } from '../support/world.ts';

/* Who calls, and by which credentials. */

/** People who stand outside of every scenario. */
export interface Cast {
  admin: User;
  /** Somebody who may do what everybody may. */
  outsider: User;
  /** Somebody whose account was suspended while they were signed in. */
  suspended: User;
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
    await world.user('outsider'),
    await world.user('suspended'),
    await world.user('gone'),
  ];
  const { status } = await world.request('POST', '/v1/auth/logout', { as: gone });
  if (status !== 204) throw new Error(`Signing out answered ${status}`);
  await suspend(suspended);
  const [mail] = await world.mails({ to: outsider.email });
  const mailedToken = /^[A-Za-z0-9_-]{43}$/m.exec(mail?.text ?? '')?.[0];
  if (mailedToken === undefined) throw new Error('No verification token was mailed');
  return { admin, outsider, suspended, revokedSessionId: gone.session.id, mailedToken };
}

/** No route suspends an account yet: this is the state that it must lead to. */
async function suspend({ id: userId, session }: User): Promise<void> {
  // Imported late: they read the configuration, which a stack sets first.
  const { Users } = await import('../../lib/identity/users.entity.ts');
  const { Revocations } = await import('../../lib/auth/revocations.entity.ts');
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  await Users.patch({ userId }).set({ status: 'suspended' }).go();
  await Revocations.put({ subject: session.id, sessionIds: [session.id], expiresAt }).go();
}

export const bearer = ({ accessToken }: Caller) => ({ authorization: `Bearer ${accessToken}` });

interface Subject {
  userId: string;
  sessionId: string;
  scopes: readonly Scope[];
}

/** Whom a good token names. */
export function subjectOf({ accessToken }: Caller): Subject {
  const { sub = '', sid, scope } = decodeJwt<{ sid: string; scope: string }>(accessToken);
  return { userId: sub, sessionId: sid, scopes: scope.split(' ') as Scope[] };
}

/** Another session of a user, with these scopes. */
export const sessionOf = (world: World, user: User, scopes: readonly Scope[]): Promise<Caller> =>
  world.callerWith(scopes, { ...user, session: { id: newId('session', new Date()) } });

/** A token for `subject` as it would have been issued at a time. */
export async function tokenOf(subject: Subject, issuedAt: Date): Promise<Caller> {
  const { issueAccessToken } = await import('../../lib/auth/tokens.ts');
  return { accessToken: await issueAccessToken(subject, issuedAt) };
}

/** The scopes that a route asks for. */
export function scopesOf(auth: Auth): readonly Scope[] {
  if (typeof auth === 'string') return [];
  return 'role' in auth ? ['admin'] : auth.scopes;
}

const quarterHourAgo = () => new Date(Date.now() - 16 * 60_000);

/**
 * Credentials that are those of `owner`, who may make the call, but for one thing; and those of
 * somebody suspended. Routes without scopes know none that are missing.
 */
export async function refusedIdentities(
  owner: Caller,
  auth: Auth,
  cast: Cast,
  secrets: Readonly<Record<string, string>>,
): Promise<RefusedIdentity[]> {
  const subject = subjectOf(owner);
  const good = bearer(owner).authorization;
  const invalid = (name: string, authorization: string): RefusedIdentity => ({
    name,
    headers: { authorization },
    code: 'auth.token_invalid',
  });
  const byToken = async (name: string, caller: Caller | Promise<Caller>) =>
    invalid(name, bearer(await caller).authorization);
  const withoutScope = async (scope: Scope): Promise<RefusedIdentity> => {
    const others = allScopes.filter((other) => other !== scope);
    const caller = await tokenOf({ ...subject, scopes: others }, new Date());
    return { name: `without ${scope}`, headers: bearer(caller), code: 'auth.scope_missing' };
  };
  return [
    { name: 'anonymous', headers: {}, code: 'auth.credentials_missing' },
    invalid('with another scheme', good.replace('Bearer', 'Basic')),
    invalid('without a scheme', owner.accessToken),
    invalid('with an empty token', 'Bearer '),
    invalid('with two tokens', `${good}, ${good}`),
    invalid('with a token in quotes', `Bearer "${owner.accessToken}"`),
    invalid('with a token that is none', 'Bearer eyJhbGciOiJub25lIn0.e30.'),
    await byToken('expired', tokenOf(subject, quarterHourAgo())),
    await byToken(
      'signed out',
      tokenOf({ ...subject, sessionId: cast.revokedSessionId }, new Date()),
    ),
    await byToken('suspended', cast.suspended),
    ...Object.entries(secrets).map(([kind, text]) =>
      invalid(`with ${kind} as access token`, `Bearer ${text}`),
    ),
    ...(await Promise.all(scopesOf(auth).map(withoutScope))),
  ];
}

/** Every kind of token and secret that a person holds, but for the access token. */
export function secretsOf(person: User, cast: Cast): Record<string, string> {
  return {
    'a refresh token': person.refreshToken,
    'a mailed token': cast.mailedToken,
    'a password': person.password,
    'an idempotency key': randomUUID(),
    'a session id': person.session.id,
    'a user id': person.id,
  };
}
