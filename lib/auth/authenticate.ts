import type { AnonymousCaller, Source, UserCaller } from '../auth/caller.ts';
import { AppError } from '../errors/app-error.ts';
import type { Auth } from '../http/route.ts';
import { isRevoked } from './revocations.ts';
import type { Scope } from './scopes.ts';
import { verifyAccessToken } from './tokens.ts';

const realm = 'moa';

/**
 * Who calls, by the credentials in the headers and what the route asks for.
 *
 * @throws AppError `auth.credentials_missing` · `auth.token_invalid` · `auth.scope_missing` ·
 * `auth.role_missing`
 */
export async function authenticate(
  auth: Auth,
  headers: Record<string, string | undefined>,
  source: Source,
  now: Date,
): Promise<AnonymousCaller | UserCaller> {
  const anonymous: AnonymousCaller = { kind: 'anonymous', source };
  if (auth === 'public') return anonymous;
  const authorization = headers.authorization;
  if (authorization === undefined) {
    if (auth === 'optional') return anonymous;
    throw new AppError('auth.credentials_missing', {
      headers: { 'www-authenticate': `Bearer realm="${realm}"` },
    });
  }
  const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  const claims = token === undefined ? undefined : await verifyAccessToken(token, now);
  if (!claims || (await isRevoked(claims.sessionId))) {
    throw new AppError('auth.token_invalid', {
      headers: { 'www-authenticate': `Bearer realm="${realm}", error="invalid_token"` },
    });
  }
  const { userId, sessionId, scopes } = claims;
  const caller: UserCaller = { kind: 'user', userId, sessionId, scopes, source };
  requireScopes(caller, requiredScopes(auth));
  return caller;
}

/** The scopes that a route asks for. */
export function requiredScopes(auth: Auth): readonly Scope[] {
  if (typeof auth === 'string') return [];
  return 'role' in auth ? ['admin'] : auth.scopes;
}

function requireScopes(caller: UserCaller, required: readonly Scope[]): void {
  const missing = required.find((scope) => !caller.scopes.includes(scope));
  if (!missing) return;
  throw new AppError('auth.scope_missing', {
    detail: `The scope ${missing} is missing.`,
    headers: {
      'www-authenticate': `Bearer realm="${realm}", error="insufficient_scope", scope="${required.join(' ')}"`,
    },
  });
}
