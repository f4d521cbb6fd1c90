import type { OtpCaller, RequestCaller, Source, UserCaller } from '../caller.ts';
import { AppError } from '../errors/app-error.ts';
import type { Role, Scope } from '../scopes.ts';
import { verifyApiKey } from './api-keys.ts';
import { challenge, scopeRefusal, tokenRefusal } from './challenge.ts';
import {
  apiKeyInvalid,
  credentialsAmbiguous,
  credentialsMissing,
  keyBoundToCompany,
  roleMissing,
} from './errors.ts';
import { verifyMfaToken } from './mfa-tokens.ts';
import { isRevoked } from './revocations.ts';
import {
  type Auth,
  credentialRequired,
  requiredCredential,
  requiredRole,
  requiredScopes,
  takesCompanyKeys,
} from './route-auth.ts';
import { verifyAccessToken } from './tokens.ts';

/**
 * Who calls, by the credentials in the headers and what the route asks for.
 *
 * @throws AppError `auth.credentials_missing` · `auth.credentials_ambiguous` · `auth.token_invalid` ·
 * `auth.api_key_invalid` · `auth.session_required` · `auth.api_key_required` · `auth.role_missing` ·
 * `auth.scope_missing` · `auth.key_bound_to_company`
 */
export async function authenticate(
  auth: Auth,
  headers: Record<string, string | undefined>,
  source: Source,
  now: Date,
): Promise<RequestCaller> {
  const anonymous: RequestCaller = { kind: 'anonymous', source };
  if (auth === 'public') return anonymous;
  const { authorization, 'x-api-key': apiKey } = headers;
  if (authorization !== undefined && apiKey !== undefined) {
    throw new AppError(credentialsAmbiguous);
  }
  if (authorization === undefined && (apiKey === undefined || auth === 'otp')) {
    if (auth === 'optional') return anonymous;
    throw new AppError(credentialsMissing, { headers: challenge() });
  }
  if (auth === 'otp') return byMfaToken(authorization ?? '', source, now);
  const caller =
    apiKey === undefined
      ? await bySession(authorization ?? '', source, now)
      : await byApiKey(apiKey, source, now);
  const credential = requiredCredential(auth);
  if (credential && credential !== caller.credential) {
    throw new AppError(credentialRequired[credential]);
  }
  requireRole(caller, requiredRole(auth));
  requireScopes(caller, requiredScopes(auth));
  requireUnbound(caller, auth);
  return caller;
}

const bearerToken = (authorization: string) =>
  /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];

async function bySession(authorization: string, source: Source, now: Date): Promise<UserCaller> {
  const token = bearerToken(authorization);
  const claims = token === undefined ? undefined : await verifyAccessToken(token, now);
  if (!claims || (await isRevoked(claims.sessionId))) throw tokenRefusal();
  const { userId, sessionId, scopes } = claims;
  return { kind: 'user', credential: 'session', userId, sessionId, scopes, source };
}

async function byMfaToken(authorization: string, source: Source, now: Date): Promise<OtpCaller> {
  const token = bearerToken(authorization);
  const claims = token === undefined ? undefined : await verifyMfaToken(token, now);
  if (!claims) throw tokenRefusal();
  return { kind: 'otp', ...claims, source };
}

async function byApiKey(text: string, source: Source, now: Date): Promise<UserCaller> {
  const key = await verifyApiKey(text, now);
  if (!key) {
    throw new AppError(apiKeyInvalid, { headers: challenge(', error="invalid_token"') });
  }
  const { userId, keyId, companyId, role, scopes } = key;
  return { kind: 'user', credential: 'api_key', userId, keyId, companyId, role, scopes, source };
}

/** A session carries the scope `admin` by its role alone, and ends when the role does. */
function requireRole(caller: UserCaller, required: Role | undefined): void {
  if (!required || caller.credential === 'session' || caller.role === required) return;
  throw new AppError(roleMissing, { detail: `The role ${required} is missing.` });
}

function requireScopes(caller: UserCaller, required: readonly Scope[]): void {
  const missing = required.find((scope) => !caller.scopes.includes(scope));
  if (missing) throw scopeRefusal(missing, required);
}

function requireUnbound(caller: UserCaller, auth: Auth): void {
  if (caller.credential === 'session' || caller.companyId === undefined) return;
  if (!takesCompanyKeys(auth)) throw new AppError(keyBoundToCompany);
}
